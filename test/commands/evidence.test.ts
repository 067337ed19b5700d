import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandProblem } from '../../src/commands/command.js';
import { evidence, readEvidence } from '../../src/commands/evidence.js';
import { migrateDurable } from '../../src/edges/durable/runtime.js';
import { openStore } from '../../src/edges/storage/store.js';
import type { Database } from '../support/database.js';
import { migratedDatabase } from '../support/durable.js';
import { inTeam, submittedMove } from '../support/migrations.js';
import { EVIDENCE_KEY, EVIDENCE_TENANT, inOneFile, sampleDocument, signed } from '../support/read-outs.js';
import { terminal } from '../support/terminal.js';
import { ADMIN, TEAM_NONE, TEAM_PROVED } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const ITEM = {
  team: TEAM_NONE,
  location: 'messages',
  kind: 'read-out',
  at: '2026-11-20T09:00:00+00:00',
  by: ADMIN,
  days: 365,
  action: 'keep-and-delete',
  covers: true,
  enabled: true,
  distribution: 'success',
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('readEvidence()', () => {
  it('reads one item, or several of one file, each with an id of its own', () => {
    const [one, other, ...more] = readEvidence(bytes([ITEM, { ...ITEM, location: 'files' }]), NOW);

    assert.equal(more.length, 0);
    assert.equal(one?.teamId, TEAM_NONE);
    assert.deepEqual(one?.at, new Date('2026-11-20T09:00:00Z'));
    assert.match(one?.id ?? '', /^evi-[A-Z0-9]{8}$/);
    assert.notEqual(one?.id, other?.id);
    assert.equal(one?.sha256, other?.sha256);
    assert.equal(readEvidence(bytes(ITEM), NOW).length, 1);
  });

  it('gives the same file the same ids', () => {
    assert.deepEqual(readEvidence(bytes(ITEM), NOW), readEvidence(bytes(ITEM), NOW));
  });

  const wrong: readonly [string, unknown, RegExp][] = [
    ['a field too many', { ...ITEM, note: 'x' }, /note/],
    ['a field too few', { ...ITEM, covers: undefined }, /covers/],
    ['a team that is no id', { ...ITEM, team: 'Year 6' }, /team/],
    ['a time without a zone', { ...ITEM, at: '2026-11-20T09:00:00' }, /at/],
    ['a time that is not over', { ...ITEM, at: '2026-11-25T09:00:00Z' }, /not over yet/],
    ['less than no days', { ...ITEM, days: -1 }, /days/],
    ['a location that does not exist', { ...ITEM, location: 'channel' }, /location/],
    ['nothing', [], /evidence is not right/],
  ];
  for (const [title, value, expected] of wrong) {
    it(`refuses ${title}, and names it`, () => {
      assert.throws(
        () => readEvidence(bytes(value), NOW),
        (error) => {
          assert.ok(error instanceof CommandProblem);
          assert.match(error.message, expected);
          return true;
        },
      );
    });
  }

  it('refuses what is not JSON', () => {
    assert.throws(() => readEvidence(Buffer.from('team: x'), NOW), CommandProblem);
  });
});

describe('evidence record', () => {
  let database: Database;
  const folder = mkdtempSync(join(tmpdir(), 'regroup-evidence-'));
  before(async () => (database = await migratedDatabase(migrateDurable)));
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  it('records each item once, with an entry in the audit record', async () => {
    const file = join(folder, 'evidence.json');
    writeFileSync(file, bytes([ITEM, { ...ITEM, location: 'files' }]));
    const at = terminal({ DATABASE_URL: database.url });

    assert.equal(await evidence.run(['record', file], at), 0);
    assert.equal(await evidence.run(['record', file], at), 0);

    assert.match(at.said[0] ?? '', /^recorded: evi-.{8}, read-out about the messages of /);
    const store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    const entries: string[] = [];
    for await (const entry of store.entries()) if ('canonical' in entry) entries.push(entry.canonical);
    const known = await store.transact((tx) => tx.evidence([TEAM_NONE]));
    await store.close();
    assert.equal(entries.length, 2);
    assert.ok(entries.every((entry) => entry.includes('"evidence.recorded"') && entry.includes(`"who":"${ADMIN}"`)));
    assert.deepEqual(
      known.map(({ location, by }) => [location, by]),
      [
        ['messages', ADMIN],
        ['files', ADMIN],
      ],
    );
  });

  for (const args of [[], ['record'], ['record', 'a', 'b'], ['show', 'a'], ['import'], ['import', 'a', 'b']]) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.rejects(evidence.run(args, terminal()), CommandProblem));
  }
});

describe('evidence import', () => {
  let database: Database;
  const folder = mkdtempSync(join(tmpdir(), 'regroup-import-'));
  const organisation = join(folder, 'organisation.yaml');
  const key = join(folder, 'key');
  before(async () => {
    database = await migratedDatabase(migrateDurable);
    const example = readFileSync(new URL('../../organisation.example.yaml', import.meta.url), 'utf8');
    writeFileSync(organisation, example.replace(/governedTeams:[^]*?\n(?=\w)/, `governedTeams: ['${TEAM_PROVED}']\n`));
    writeFileSync(key, `${EVIDENCE_KEY}\n`);
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  /** A terminal with the settings of a school, and the file with a read-out of now. */
  function setUp(nonce: string, values: Readonly<Record<string, unknown>> = {}, env: Record<string, string> = {}) {
    const at = terminal({
      DATABASE_URL: database.url,
      MICROSOFT_APP_ID: '5b0c7f56-8d4c-4b1f-9a5e-0123456789ab',
      MICROSOFT_APP_TYPE: 'UserAssignedMSI',
      MICROSOFT_APP_TENANT_ID: EVIDENCE_TENANT,
      REGROUP_ORGANISATION: organisation,
      REGROUP_EVIDENCE_KEY: `file:${key}`,
      ...env,
    });
    const readOut = signed(sampleDocument('last-team', { readAt: new Date().toISOString(), nonce, ...values }));
    const file = join(folder, nonce);
    writeFileSync(file, readOut.bytes);
    writeFileSync(`${file}.hmac`, `${readOut.signature}\n`);
    writeFileSync(`${file}.signed`, inOneFile(readOut));
    return { at, file };
  }

  it('takes the file of the script and says what it shows about each team', async () => {
    const { at, file } = setUp('nonce-of-the-command-1');

    assert.equal(await evidence.run(['import', `${file}.signed`, '--by', ADMIN], at), 0);

    assert.match(at.said[0] ?? '', /^taken: read at .*, SHA-256 [0-9a-f]{64}$/);
    assert.deepEqual(
      at.said.slice(1).map((line) => line.replace(/Policy \d+: .*/, 'remark')),
      [
        `${TEAM_PROVED} messages: covered, on, delivered. Keep 1 year, then delete`,
        '  remark',
        `${TEAM_PROVED} files: covered, on, delivered. Keep 1 year, then delete`,
        '  remark',
      ],
    );
  });

  it('takes a document with its signature beside it', async () => {
    const { at, file } = setUp('nonce-of-the-command-2');

    assert.equal(await evidence.run(['import', file, '--signature', `${file}.hmac`], at), 0);
  });

  const refusals: readonly (readonly [string, Record<string, unknown>, Record<string, string>])[] = [
    ['stale', { readAt: '2020-01-01T00:00:00Z' }, {}],
    ['other-tenant', { tenantId: ADMIN }, {}],
    ['forged', {}, { REGROUP_EVIDENCE_KEY: 'another-secret-0123456789-0123456789' }],
    ['no-key', {}, { REGROUP_EVIDENCE_KEY: '' }],
  ];
  for (const [reason, values, env] of refusals)
    it(`refuses what is ${reason} with exit code 1, and says so`, async () => {
      const { at, file } = setUp(`nonce-of-the-refusal-${reason}`, values, env);

      assert.equal(await evidence.run(['import', `${file}.signed`], at), 1);

      assert.match(at.complained.join('\n'), new RegExp(`^refused \\(${reason}\\): .+ The refusal is recorded\\.$`));
    });

  it('refuses a person who is no id', () => {
    const { at, file } = setUp('nonce-of-the-command-3');

    return assert.rejects(evidence.run(['import', file, '--by', 'Ines'], at), CommandProblem);
  });
});

describe('evidence request', () => {
  let database: Database;
  before(async () => (database = await migratedDatabase(migrateDurable)));
  after(() => database.drop());

  it('prints the script for a team and a period', async () => {
    const at = terminal();

    assert.equal(await evidence.run(['request', '--team', TEAM_NONE, '--days', '365'], at), 0);

    assert.match(at.said.join('\n'), new RegExp(`\\n\\$teamId = \\[guid\\] '${TEAM_NONE}'\\n\\$days = 365\\n`));
  });

  it('takes team and period from a move and the schedule', async () => {
    const store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    const move = submittedMove('mov-EV23DE4C', NOW, { destination: inTeam(TEAM_PROVED) });
    await store.transact((tx) => tx.putMigration(move));
    await store.close();
    const at = terminal({ DATABASE_URL: database.url });

    assert.equal(await evidence.run(['request', 'mov-EV23DE4C'], at), 0);

    const said = at.said.join('\n');
    assert.match(said, new RegExp(`'${TEAM_PROVED}'\\n\\$days = 365\\n\\$reference = 'mov-EV23DE4C'\\n`));
  });

  const wrong: readonly (readonly string[])[] = [
    [],
    ['mov-NOTTHERE'],
    ['mov-NOTTHERE', '--team', TEAM_NONE, '--days', '1'],
    ['--team', TEAM_NONE],
    ['--days', '365'],
    ['--team', TEAM_NONE, '--days', '0'],
    ['--team', TEAM_NONE, '--days', 'Unlimited'],
    ['--team', TEAM_NONE, '--days', '1.5'],
    ['--team', "x'; Remove-RetentionCompliancePolicy -Identity 'y", '--days', '365'],
  ];
  for (const args of wrong)
    it(`refuses ${JSON.stringify(args)}`, () =>
      assert.rejects(evidence.run(['request', ...args], terminal({ DATABASE_URL: database.url })), CommandProblem));
});
