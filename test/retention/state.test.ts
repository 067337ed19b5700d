import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Evidence, Level } from '../../src/retention/evidence.js';
import { isProved, retentionOf } from '../../src/retention/state.js';
import { period, policyText } from '../../src/retention/words.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const YEAR = { days: 365 };

let made = 0;

/** Evidence about messages, `ago` days before now. */
function evidence(ago: number, values: Partial<Evidence> = {}): Evidence {
  made += 1;
  const at = new Date(NOW.getTime() - ago * 86_400_000);
  const nothing = { days: null, action: null, covers: null, enabled: null, distribution: null } as const;
  const named = { id: `evi-${made}`, teamId: 'team', location: 'messages', by: 'regroup', sha256: '00' } as const;
  return { ...named, kind: 'read-out', at, ...nothing, ...values };
}

const FULL = { days: 365, action: 'keep-and-delete', covers: true, enabled: true, distribution: 'success' } as const;
const readOut = (ago: number, values: Partial<Evidence> = {}) => evidence(ago, { ...FULL, ...values });
const declaration = (ago: number, values: Partial<Evidence> = {}) => evidence(ago, { kind: 'declaration', ...values });
const sample = (ago: number, values: Partial<Evidence> = {}) => evidence(ago, { kind: 'sample', ...values });

const messages = (list: readonly Evidence[], now = NOW) => retentionOf(list, YEAR, now).messages;

describe('retentionOf()', () => {
  const levels: readonly (readonly [string, readonly Evidence[], Level])[] = [
    ['nothing', [], 'none'],
    ['evidence about files only', [readOut(10, { location: 'files' })], 'none'],
    ['evidence dated tomorrow', [readOut(-1)], 'none'],
    ['a declaration', [declaration(3)], 'declared'],
    ['a declaration that claims everything', [declaration(20, FULL)], 'declared'],
    ['a sample without any read-out', [sample(3, { covers: true })], 'declared'],
    ['a read-out that does not list the team', [readOut(9, { covers: null })], 'declared'],
    ['a read-out that lists the team and no more', [evidence(9, { covers: true })], 'in-scope'],
    ['a read-out without the period', [readOut(9, { days: null })], 'in-scope'],
    ['a read-out without the action', [readOut(9, { action: null })], 'in-scope'],
    ['a read-out that does not say whether it is on', [readOut(9, { enabled: null })], 'in-scope'],
    ['delivery pending', [readOut(9, { distribution: 'pending' })], 'in-scope'],
    ['delivery failed', [readOut(9, { distribution: 'error' })], 'in-scope'],
    ['delivery not mentioned', [readOut(9, { distribution: null })], 'in-scope'],
    ['delivered today', [readOut(0)], 'distributed'],
    ['delivered a moment less than 7 days ago', [readOut(6.9999)], 'distributed'],
    ['delivered exactly 7 days ago', [readOut(7)], 'effective'],
    ['delivered 10 days ago and again today', [readOut(10), readOut(0)], 'effective'],
    ['pending, then delivered 3 days ago', [readOut(10, { distribution: 'pending' }), readOut(3)], 'distributed'],
    [
      'delivered again after a failure',
      [readOut(20), readOut(12, { distribution: 'error' }), readOut(3)],
      'distributed',
    ],
    ['delivered, a month of silence, delivered', [readOut(40), readOut(2)], 'distributed'],
    ['a declaration after a read-out in effect', [readOut(10), declaration(1)], 'effective'],
    ['a sample after the policy took effect', [readOut(10), sample(1)], 'sampled'],
    ['a sample before the policy took effect', [readOut(10), sample(5)], 'effective'],
    ['an old sample', [readOut(60), readOut(40), readOut(20), sample(32), readOut(1)], 'effective'],
    ['the team is not covered', [readOut(9, { covers: false })], 'contradicted'],
    ['the policy is off', [readOut(9, { enabled: false })], 'contradicted'],
    ['the policy only deletes', [readOut(9, { action: 'delete' })], 'contradicted'],
    ['kept too short', [readOut(9, { days: 364 })], 'contradicted'],
    ['kept too long', [readOut(9, { days: 366 })], 'contradicted'],
    ['kept for ever', [readOut(9, { days: 0 })], 'contradicted'],
    ['kept and never deleted', [readOut(9, { action: 'keep' })], 'contradicted'],
    [
      'a declaration that the policy was switched off',
      [readOut(9), declaration(1, { enabled: false })],
      'contradicted',
    ],
    ['a search that shows the team is not covered', [readOut(9), sample(1, { covers: false })], 'contradicted'],
    ['a word against a search', [sample(9, { covers: false }), declaration(1, FULL)], 'contradicted'],
    ['a word against a read-out', [readOut(9, { days: 180 }), declaration(1, FULL)], 'contradicted'],
    ['a word against a word', [declaration(9, { enabled: false }), declaration(1)], 'declared'],
    ['a read-out against a word', [declaration(9, { enabled: false }), readOut(1)], 'distributed'],
    ['a contradiction a year ago', [readOut(365, { covers: false })], 'contradicted'],
    ['proved, then not listed', [readOut(20), readOut(1, { covers: null })], 'drifted'],
    ['proved, then delivery failed', [readOut(20), readOut(1, { distribution: 'error' })], 'drifted'],
    ['delivered for 2 days, then failed', [readOut(3), readOut(1, { distribution: 'error' })], 'in-scope'],
    [
      'proved, switched off, then read without delivery',
      [readOut(20), readOut(8, { enabled: false }), readOut(1, { distribution: null })],
      'drifted',
    ],
    ['read 30 days ago', [readOut(30)], 'effective'],
    ['read 31 days ago', [readOut(31)], 'unknown'],
    ['declared 31 days ago', [declaration(31)], 'unknown'],
    ['read 31 days ago, declared yesterday', [readOut(31), declaration(1)], 'unknown'],
    ['read 31 days ago, sampled yesterday', [readOut(31), sample(1)], 'unknown'],
  ];
  for (const [title, list, level] of levels)
    it(`answers "${level}" for: ${title}`, () => {
      const found = messages(list);

      assert.equal(found.level, level);
    });

  it('says since when, what is missing, the policy and when to read again, as a card shows them', () => {
    const first = readOut(15);
    const newest = readOut(4);

    const found = messages([first, newest]);

    assert.deepEqual(found, {
      level: 'effective',
      since: new Date('2026-11-16T10:00:00Z'),
      missing: null,
      policy: 'Keep 1 year, then delete',
      recheck: new Date('2026-12-20T10:00:00Z'),
      evidenceId: newest.id,
      proof: { kind: 'read-out', at: newest.at },
    });
  });

  it('names what it rests on: the word, the read-out, the search, or what speaks against it', () => {
    const said = declaration(3);
    const searched = sample(1);
    const against = sample(1, { covers: false });

    assert.deepEqual(messages([said]).proof, { kind: 'declaration', at: said.at });
    assert.deepEqual(messages([readOut(10), searched]).proof, { kind: 'sample', at: searched.at });
    assert.deepEqual(messages([readOut(10), against]).proof, { kind: 'sample', at: against.at });
    assert.equal(messages([]).proof, null);
  });

  it('is read again on the day a delivered policy takes effect', () => {
    const found = messages([readOut(2)]);

    assert.deepEqual(found.recheck, new Date('2026-11-29T10:00:00Z'));
    assert.equal(found.missing, 'In effect from Sun 29 Nov 2026');
  });

  const missing: readonly (readonly [readonly Evidence[], string])[] = [
    [[], 'A policy, and a read-out that lists this team'],
    [[declaration(1)], 'A read-out that lists this team'],
    [[readOut(1, { distribution: 'pending' })], 'Delivery: Microsoft reports it as pending'],
    [[readOut(1, { days: 180 })], 'Kept for 180 days only. The schedule says 1 year'],
    [[readOut(1, { days: 730 })], 'Kept for 2 years. The schedule says 1 year, then delete'],
    [[readOut(1, { days: 0, action: 'keep' })], 'Kept for ever. The schedule says 1 year, then delete'],
    [[readOut(1, { action: 'keep' })], 'Nothing is deleted. The schedule says 1 year, then delete'],
    [[readOut(40)], 'Evidence from the last 30 days'],
    [[readOut(20), readOut(1, { covers: null })], 'It was proved. The read-out of Mon 23 Nov 2026 no longer shows it'],
  ];
  for (const [list, text] of missing)
    it(`names what is missing: ${text}`, () => assert.equal(messages(list).missing, text));

  it('measures the same evidence against the period that is wanted', () => {
    const list = [readOut(9, { days: 730 })];

    assert.equal(retentionOf(list, { days: 730 }, NOW).messages.level, 'effective');
    assert.equal(retentionOf(list, { days: 365 }, NOW).messages.level, 'contradicted');
    assert.equal(retentionOf(list, { days: 1095 }, NOW).messages.level, 'contradicted');
  });

  it('keeps a doubt that somebody declared after a read-out until there is a newer read-out', () => {
    const doubt = declaration(5, { ...FULL, covers: false });

    assert.equal(messages([readOut(9), doubt]).level, 'contradicted');
    assert.equal(messages([readOut(9), doubt, declaration(1, FULL)]).level, 'contradicted');
    assert.equal(messages([readOut(9), doubt, readOut(1)]).level, 'effective');
    assert.equal(messages([doubt, declaration(1, FULL)]).level, 'declared');
  });

  describe('whatever the evidence', () => {
    const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
    const some = fc
      .record({
        ago: fc.integer({ min: -3, max: 90 }),
        location: oneOf('messages', 'files'),
        kind: oneOf('declaration', 'read-out', 'read-out', 'read-out', 'sample'),
        days: oneOf(365, 365, 365, null, 0, 180, 730),
        action: oneOf('keep-and-delete', 'keep-and-delete', 'keep', 'delete', null),
        covers: oneOf(true, true, true, false, null),
        enabled: oneOf(true, true, true, false, null),
        distribution: oneOf('success', 'success', 'success', 'pending', 'error', null),
      })
      .map(({ ago, ...values }) => evidence(ago, values as Partial<Evidence>));
    const lists = fc.array(some, { maxLength: 8 });

    it('proves a location only with a delivered read-out of the last 30 days and none after it that says less', () => {
      fc.assert(
        fc.property(lists, (list) => {
          for (const location of ['messages', 'files'] as const) {
            if (!isProved(retentionOf(list, YEAR, NOW)[location].level)) continue;
            const past = list.filter((one) => one.location === location && one.at <= NOW && one.kind === 'read-out');
            const newest = past.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
            assert.ok(newest);
            const { days, action, covers, enabled, distribution } = newest;
            assert.deepEqual({ days, action, covers, enabled, distribution }, FULL);
            assert.ok(NOW.getTime() - newest.at.getTime() <= 30 * 86_400_000);
            assert.ok(past.some((one) => NOW.getTime() - one.at.getTime() >= 7 * 86_400_000));
          }
        }),
      );
    });

    it('never proves more because of a declaration', () => {
      fc.assert(
        fc.property(lists, fc.integer({ min: 0, max: 40 }), (list, ago) => {
          const before = messages(list).level;
          const after = messages([...list, declaration(ago, FULL)]).level;
          assert.ok(isProved(before) || !isProved(after));
        }),
        { numRuns: 1_000 },
      );
    });

    it('proves nothing a month later when nothing is read meanwhile', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const past = list.filter(({ at }) => at <= NOW);
          const later = new Date(NOW.getTime() + 30.01 * 86_400_000);
          assert.equal(isProved(messages(past, later).level), false);
        }),
      );
    });

    it('goes red with a read-out that does not cover the team', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const past = list.filter(({ at }) => at < NOW);
          assert.equal(messages([...past, readOut(0, { covers: false })]).level, 'contradicted');
        }),
      );
    });

    it('gives a reason and a policy for every level that is not proved', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const found = messages(list);
          assert.equal(found.missing === null, isProved(found.level));
          assert.equal(found.evidenceId === null, found.level === 'none');
          const basis = list.find(({ id }) => id === found.evidenceId);
          assert.deepEqual(found.proof, basis === undefined ? null : { kind: basis.kind, at: basis.at });
        }),
      );
    });
  });
});

describe('policyText()', () => {
  const texts: readonly (readonly [number | null, Evidence['action'], string | null])[] = [
    [365, 'keep-and-delete', 'Keep 1 year, then delete'],
    [1095, 'keep-and-delete', 'Keep 3 years, then delete'],
    [180, 'keep', 'Keep 180 days, never delete'],
    [1, 'delete', 'Delete after 1 day'],
    [0, 'keep', 'Keep for ever'],
    [null, 'keep', null],
    [365, null, null],
  ];
  for (const [days, action, text] of texts)
    it(`writes ${days} days of ${action} as "${text}"`, () => assert.equal(policyText({ days, action }), text));
});

describe('period()', () => {
  for (const [days, text] of [
    [0, 'ever'],
    [1, '1 day'],
    [30, '30 days'],
    [365, '1 year'],
    [366, '366 days'],
    [2555, '7 years'],
  ] as const)
    it(`writes ${days} as "${text}"`, () => assert.equal(period(days), text));
});
