import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { Evidence, Level } from '../../src/retention/evidence.js';
import { readReadOut, ReadOutProblem, type ReadOut } from '../../src/retention/purview.js';
import { readTeam, type LocationReading } from '../../src/retention/reading.js';
import { readingText, remarkText } from '../../src/retention/remarks.js';
import { retentionOf } from '../../src/retention/state.js';
import { TEAM_PROVED as TEAM } from '../support/world.js';

const GOLDEN = new URL('../golden/evidence/', import.meta.url);
const NOW = new Date('2026-11-24T10:00:00Z');

type Expected = Omit<LocationReading, 'remarks'> & { readonly level: Level; readonly remarks: readonly string[] };
type Sample = {
  readonly about: string;
  readonly wanted: number;
  readonly document: Readonly<Record<string, unknown>>;
  readonly expected: { readonly messages: Expected; readonly files: Expected };
};

const SAMPLES = readdirSync(GOLDEN).map((file) => {
  const sample = JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as Sample;
  return [file.replace('.json', ''), sample] as const;
});
const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
const read = (sample: Sample) => readReadOut(bytesOf(sample.document));

/** The level that this read-out alone proves. */
function levelOf(reading: LocationReading, location: Evidence['location'], readOut: ReadOut, days: number): Level {
  const { remarks: _, ...facts } = reading;
  const about = { id: 'evi-1', teamId: TEAM, location, kind: 'read-out', by: 'regroup', sha256: '00' } as const;
  return retentionOf([{ ...about, at: readOut.readAt, ...facts }], { days }, NOW)[location].level;
}

describe('readTeam()', () => {
  it('has samples for every form', () => assert.ok(SAMPLES.length >= 45));

  for (const [name, sample] of SAMPLES)
    for (const location of ['messages', 'files'] as const)
      it(`reads ${name} for ${location}: ${sample.about}`, () => {
        const readOut = read(sample);

        const found = readTeam(readOut, TEAM)[location];

        const level = levelOf(found, location, readOut, sample.wanted);
        assert.deepEqual(
          { ...found, level, remarks: found.remarks.map(({ code }) => code) },
          sample.expected[location],
        );
      });

  it('reads the moment, the tenant and the nonce', () => {
    for (const [, sample] of SAMPLES) {
      const { readAt, tenantId, nonce } = read(sample);
      assert.deepEqual(
        { readAt, tenantId, nonce },
        {
          readAt: new Date('2026-11-24T09:30:00Z'),
          tenantId: '7d1f2f6c-1f62-4d0a-8a35-0123456789ab',
          nonce: 'golden-sample-nonce',
        },
      );
    }
  });

  it('takes the team by its id in any case', () => {
    const [, sample] = SAMPLES.find(([name]) => name === 'static-included')!;

    assert.deepEqual(readTeam(read(sample), TEAM.toUpperCase()), readTeam(read(sample), TEAM));
  });

  it('says what it found in our own words, without the name of a policy', () => {
    const [, sample] = SAMPLES.find(([name]) => name === 'last-team')!;
    const { messages } = readTeam(read(sample), TEAM);

    assert.equal(readingText(messages), 'covered, on, delivered. Keep 1 year, then delete');
    assert.deepEqual(messages.remarks.map(remarkText), [
      'Policy 00000001: This team is the only one in the policy. Never take it out: with an empty list the policy would apply to all teams',
    ]);
  });

  it('does not take a display name for an address: anybody who owns a team can choose one', () => {
    const [, sample] = SAMPLES.find(([name]) => name === 'static-not-listed')!;
    const item = { Name: 'site@testwick.example', DisplayName: 'year6@testwick.example' };
    const policies = [{ ...(sample.document['policies'] as object[])[0], TeamsChannelLocation: [item] }];

    const found = readTeam(readReadOut(bytesOf({ ...sample.document, policies })), TEAM);

    assert.equal(found.messages.covers, false);
  });
});

describe('readReadOut()', () => {
  const [, { document }] = SAMPLES.find(([name]) => name === 'all-teams')!;

  it('reads text with a byte-order mark, which Windows PowerShell writes', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(document)]);

    assert.deepEqual(readReadOut(bytes), readReadOut(bytesOf(document)));
  });

  const wrong: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['nothing', new Uint8Array(), /not JSON/],
    ['no text', new Uint8Array([0xff, 0xfe, 0x00]), /not JSON/],
    ['half of it', bytesOf(document).subarray(0, 100), /not JSON/],
    ['a list', bytesOf([document]), /not a read-out/],
    ['another schema', bytesOf({ ...document, schema: 'regroup-read-out/2' }), /"schema"/],
    ['no tenant', bytesOf({ ...document, tenantId: 'testwick' }), /"tenantId"/],
    ['a time without a zone', bytesOf({ ...document, readAt: '2026-11-24T09:30:00' }), /"readAt"/],
    ['a day that there is not', bytesOf({ ...document, readAt: '2026-13-24T09:30:00Z' }), /"readAt"/],
    ['a short nonce', bytesOf({ ...document, nonce: '1' }), /"nonce"/],
    ['policies that are words', bytesOf({ ...document, policies: ['Policy 1'] }), /"policies\.0"/],
  ];
  for (const [title, bytes, message] of wrong)
    it(`refuses ${title}, and says what is wrong`, () =>
      assert.throws(
        () => readReadOut(bytes),
        (error) => error instanceof ReadOutProblem && message.test(error.message),
      ));

  it('answers with a problem or a read-out, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => {
        try {
          readTeam(readReadOut(Buffer.from(json)), TEAM);
        } catch (error) {
          assert.ok(error instanceof ReadOutProblem);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('answers whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        assert.throws(() => readReadOut(bytes), ReadOutProblem);
      }),
    );
  });

  /** Whatever stands in a field of a policy, a rule, a scope or a group. */
  const any = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      'All',
      ['All'],
      { Name: 'All' },
      '',
      null,
      365,
      '365',
      'Unlimited',
      'Enforce',
      true,
      'true',
    ),
    fc.constantFrom<unknown>(
      'KeepAndDelete',
      'Delete',
      'Keep',
      TEAM,
      [TEAM],
      { Name: TEAM },
      { value: [TEAM], Count: 1 },
    ),
    fc.constantFrom<unknown>('Success', 'Pending', ['Group:MicrosoftTeams'], ['Group:SharePoint'], '__proto__', 1),
  );
  const policyFields = Object.keys((document['policies'] as object[])[0]!);
  const ruleFields = Object.keys((document['rules'] as object[])[0]!);
  const filled = (fields: readonly string[]) =>
    fc.record(Object.fromEntries(fields.map((name) => [name, any])), { requiredKeys: [] });
  const documents = fc
    .record({
      policies: fc.array(filled(policyFields), { maxLength: 3 }),
      rules: fc.array(filled(ruleFields), { maxLength: 3 }),
      appPolicies: fc.array(filled(policyFields), { maxLength: 2 }),
      appRules: fc.array(filled(ruleFields), { maxLength: 2 }),
      scopes: fc.array(filled(['Name', 'Guid', 'Members']), { maxLength: 2 }),
      groups: fc.array(filled(['ExternalDirectoryObjectId', 'PrimarySmtpAddress']), { maxLength: 2 }),
    })
    .map((lists) => ({ ...document, ...lists }));

  it('reads whatever the fields hold, and never more than evidence can say', () => {
    fc.assert(
      fc.property(documents, (one) => {
        const { messages, files } = readTeam(readReadOut(bytesOf(one)), TEAM);
        for (const { covers, enabled, days, action, distribution } of [messages, files]) {
          assert.equal(days === null, action === null);
          assert.ok(days === null || (Number.isInteger(days) && days >= 0 && days <= 1_000_000));
          if (covers !== true) assert.deepEqual([enabled, days, distribution], [null, null, null]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not moved by the order in which policies and rules were read', () => {
    fc.assert(
      fc.property(documents, (one) => {
        const turned = { ...one, policies: one.policies.toReversed(), rules: one.rules.toReversed() };
        const facts = (document: unknown) => {
          const { messages, files } = readTeam(readReadOut(bytesOf(document)), TEAM);
          return [messages, files].map((reading) => ({ ...reading, remarks: [] }));
        };
        assert.deepEqual(facts(turned), facts(one));
      }),
    );
  });
});
