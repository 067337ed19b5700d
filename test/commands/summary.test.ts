import assert from 'node:assert/strict';
import { CommandProblem } from '../../src/commands/command.js';
import { lines, summary } from '../../src/commands/summary.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore } from '../../src/edges/storage/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { terminal } from '../support/terminal.js';
import { OWNER } from '../support/world.js';

describe('summary', () => {
  let database: Database;
  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
    const store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    await store.transact((tx) =>
      tx.record({
        who: OWNER,
        what: 'access.refused',
        when: new Date(),
        subjectType: 'summary',
        subjectId: 'organisation',
        correlationId: 'c-1',
        details: { action: 'summary.show', reason: 'not-an-administrator' },
      }),
    );
    await store.close();
  });
  after(() => database.drop());

  it('counts what is in the database', async () => {
    const at = terminal({ DATABASE_URL: database.url });
    assert.equal(await summary.run(['--period', 'year'], at), 0);
    assert.match(at.said.join('\n'), /attempts refused +1\n/);
    assert.match(at.said.join('\n'), /groups known +0\n/);
  });

  it('gives the same as JSON', async () => {
    const at = terminal({ DATABASE_URL: database.url });
    assert.equal(await summary.run(['--json'], at), 0);
    const { period, refusals } = JSON.parse(at.said.join('')) as Record<string, unknown>;
    assert.deepEqual({ period, refusals }, { period: 'term', refusals: 1 });
  });

  for (const args of [['--period', 'decade'], ['all'], ['--since', '2026']]) {
    it(`refuses ${args.join(' ')}`, () => assert.rejects(summary.run(args, terminal()), CommandProblem));
  }

  it('names moves that wait for a decision by their ids, and only states that there are', () => {
    const text = lines(
      {
        groupsKnown: 3,
        byState: { submitted: 1, closed: 2 },
        closedInPeriod: 2,
        approvals: [{ migrationId: 'mov-TEST0001', approver: OWNER, waitingSince: new Date('2026-11-20T09:00:00Z') }],
        attestations: { asked: 9, attested: 6, cannot: 1, unreached: 2 },
        questions: {
          asked: 6,
          answered: 3,
          withDpo: 1,
          open: 1,
          dpoAnswered: 1,
          disputed: 1,
          unsettled: [{ audience: 'parents', content: ['images'], questions: 2 }],
          oldestWithDpo: null,
        },
        openIncidents: 1,
        onHold: 1,
        refusals: 0,
        log: { entries: 12, signedAt: null, unsignedSince: null, undeliveredSince: null },
      },
      'term',
      new Date('2026-09-01T00:00:00Z'),
      new Date('2026-11-24T10:00:00Z'),
    ).join('\n');

    assert.match(text, /^Since Tue 1 Sep 2026 \(term\)/);
    assert.match(text, /waiting for a decision +1\n/);
    assert.match(text, / {4}closed +2\n/);
    assert.doesNotMatch(text, /being prepared/);
    assert.match(text, /mov-TEST0001 has waited 4 days for a decision$/);
    assert.doesNotMatch(text, new RegExp(OWNER));
  });
});
