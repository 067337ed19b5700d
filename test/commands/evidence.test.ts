import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandProblem } from '../../src/commands/command.js';
import { evidence, readEvidence } from '../../src/commands/evidence.js';
import { migrateDurable } from '../../src/edges/durable/runtime.js';
import { openStore } from '../../src/edges/storage/store.js';
import type { Database } from '../support/database.js';
import { migratedDatabase } from '../support/durable.js';
import { terminal } from '../support/terminal.js';
import { ADMIN, TEAM_NONE } from '../support/world.js';

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
    for await (const entry of store.entries()) entries.push(entry.canonical);
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

  for (const args of [[], ['record'], ['record', 'a', 'b'], ['show', 'a']]) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.rejects(evidence.run(args, terminal()), CommandProblem));
  }
});
