import assert from 'node:assert/strict';
import { takeEvidence, type EvidenceWorld } from '../../src/conversation/evidence.js';
import { retentionOf } from '../../src/retention/state.js';
import { inTeam, NEW_TEAM, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { EVIDENCE_KEY, EVIDENCE_TENANT, inOneFile, sampleDocument, signed } from '../support/read-outs.js';
import { ADMIN, personId, recorded, TEAM_NONE, TEAM_PROVED, testWorld } from '../support/world.js';

const START = new Date('2026-11-24T10:00:00Z');
const DAY_MS = 86_400_000;
/** Made by a move, and not among the governed teams. */
const MADE = personId(9_000);

type TestWorld = Awaited<ReturnType<typeof testWorld>> & EvidenceWorld & { at: Date };

describe('takeEvidence()', () => {
  let world: TestWorld;
  let nonces = 0;

  beforeEach(async () => {
    const made = await testWorld({ policy: testPolicy(), now: () => world.at });
    world = { ...made, trust: { key: EVIDENCE_KEY, tenantId: EVIDENCE_TENANT }, at: START };
  });
  afterEach(() => world.close());

  /** A read-out of the present moment, with a nonce of its own. */
  function readOut(name: string, values: Readonly<Record<string, unknown>> = {}) {
    nonces += 1;
    const nonce = `nonce-of-the-test-${nonces}`;
    return signed(sampleDocument(name, { readAt: world.at.toISOString(), nonce, ...values }));
  }
  const give = ({ bytes, signature }: ReturnType<typeof signed>) => takeEvidence(world, bytes, signature, ADMIN);
  const evidence = (teamId = TEAM_PROVED) => world.store.transact((tx) => tx.evidence([teamId]));
  const level = async () => {
    const { messages, files } = retentionOf(await evidence(), { days: 365 }, world.at);
    return [messages.level, files.level];
  };
  const events = async (what: string) => (await recorded(world)).filter((event) => event['what'] === what);

  it('records what the read-out shows about every governed team, for messages and files', async () => {
    const one = readOut('static-included');

    const taken = await give(one);

    assert.ok(taken.kind === 'taken');
    assert.deepEqual(
      taken.teams.map(({ teamId, reading }) => [teamId, reading.messages.covers, reading.files.covers]),
      [
        [TEAM_PROVED, true, true],
        [TEAM_NONE, true, true],
      ],
    );
    const [messages, files, ...more] = await evidence();
    assert.equal(more.length, 0);
    assert.deepEqual([messages?.location, files?.location], ['messages', 'files']);
    const { id: _, location: __, ...facts } = messages!;
    assert.deepEqual(facts, {
      teamId: TEAM_PROVED,
      kind: 'read-out',
      at: START,
      by: ADMIN,
      days: 365,
      action: 'keep-and-delete',
      covers: true,
      enabled: true,
      distribution: 'success',
      sha256: taken.sha256,
    });
    const entries = await events('evidence.recorded');
    assert.equal(entries.length, 4);
    assert.ok(entries.every(({ who }) => who === ADMIN));
  });

  it('records it for the teams of moves under way too, and wakes those that wait', async () => {
    const move = submittedMove('mov-1', START, { destination: NEW_TEAM });
    const made = { ...move, state: 'retention-pending', outcome: { ...move.outcome, teamId: MADE } } as const;
    await stored(world, made);
    await stored(world, submittedMove('mov-2', START, { destination: inTeam(personId(9_001)) }));
    await stored(world, {
      ...made,
      id: 'mov-3',
      state: 'closed',
      outcome: { ...move.outcome, teamId: personId(9_002) },
    });

    const taken = await give(readOut('all-teams'));

    assert.ok(taken.kind === 'taken');
    assert.deepEqual(
      taken.teams.map(({ teamId }) => teamId),
      [TEAM_PROVED, TEAM_NONE, MADE, personId(9_001), personId(9_002)],
    );
    assert.equal((await evidence(MADE)).length, 2);
    assert.deepEqual(world.told, ['mov-1']);
  });

  it('takes the one-file form that is dropped in a chat', async () => {
    const taken = await takeEvidence(world, inOneFile(readOut('all-teams')), null, ADMIN);

    assert.equal(taken.kind, 'taken');
  });

  it('takes nothing twice, and records the second try', async () => {
    const one = readOut('all-teams');
    await give(one);

    const again = await give(one);
    const sameNonce = await give(readOut('static-not-listed', { nonce: `nonce-of-the-test-${nonces}` }));
    const inAnotherForm = await takeEvidence(world, inOneFile(one), null, ADMIN);

    for (const taken of [again, sameNonce, inAnotherForm])
      assert.deepEqual(taken, { kind: 'refused', reason: 'replayed' });
    assert.equal((await evidence()).length, 2);
    assert.deepEqual(
      (await events('evidence.refused')).map(({ details, who }) => [details, who]),
      Array.from({ length: 3 }, () => [{ reason: 'replayed' }, ADMIN]),
    );
  });

  it('takes one of two that arrive at the same moment', async () => {
    const one = readOut('all-teams');

    const taken = await Promise.all([give(one), give(one), give(one)]);

    assert.deepEqual(taken.map(({ kind }) => kind).sort(), ['refused', 'refused', 'taken']);
    assert.equal((await evidence()).length, 2);
  });

  const refusals: readonly (readonly [string, () => ReturnType<typeof signed>])[] = [
    ['forged', () => ({ ...readOut('all-teams'), signature: '0'.repeat(64) })],
    ['stale', () => readOut('all-teams', { readAt: '2026-11-23T09:00:00Z' })],
    ['future', () => readOut('all-teams', { readAt: '2026-11-24T11:00:00Z' })],
    ['other-tenant', () => readOut('all-teams', { tenantId: personId(1) })],
    ['malformed', () => readOut('all-teams', { policies: 7 })],
  ];
  for (const [reason, made] of refusals)
    it(`refuses what is ${reason}, records that, and changes nothing else`, async () => {
      const taken = await give(made());

      assert.deepEqual(taken, { kind: 'refused', reason });
      const [entry, ...more] = await recorded(world);
      assert.equal(more.length, 0);
      assert.deepEqual(
        [entry?.['what'], entry?.['who'], entry?.['subjectType'], entry?.['details']],
        ['evidence.refused', ADMIN, 'evidence', { reason }],
      );
      assert.deepEqual(await evidence(), []);
      assert.deepEqual(world.told, []);
    });

  it('still takes a read-out after somebody has sent a forged one with its nonce', async () => {
    const one = readOut('all-teams');
    await give({ ...one, signature: '0'.repeat(64) });

    assert.equal((await give(one)).kind, 'taken');
  });

  it('forgets a read-out whose evidence could not be recorded, so that it can be given again', async () => {
    const one = readOut('all-teams');
    const broken: EvidenceWorld = {
      ...world,
      organisation: { ...world.organisation, governedTeams: [TEAM_PROVED, 'x'.repeat(200)] },
    };

    await assert.rejects(takeEvidence(broken, one.bytes, one.signature, ADMIN));

    assert.deepEqual(await recorded(world), []);
    assert.equal((await give(one)).kind, 'taken');
  });

  it('goes from nothing to effective by read-outs, and red when a newer one says otherwise', async () => {
    await give(readOut('distribution-pending'));
    assert.deepEqual(await level(), ['in-scope', 'in-scope']);
    world.at = new Date(START.getTime() + DAY_MS);
    await give(readOut('all-teams'));
    assert.deepEqual(await level(), ['distributed', 'distributed']);
    world.at = new Date(START.getTime() + 8 * DAY_MS);
    assert.deepEqual(await level(), ['effective', 'effective']);

    await give(readOut('messages-only'));
    assert.deepEqual(await level(), ['effective', 'contradicted']);
    world.at = new Date(START.getTime() + 9 * DAY_MS);
    await give(readOut('distribution-error'));
    assert.deepEqual(await level(), ['drifted', 'drifted']);
    world.at = new Date(START.getTime() + 10 * DAY_MS);
    await give(readOut('too-short'));
    assert.deepEqual(await level(), ['contradicted', 'contradicted']);
  });

  it('tells, once, what has turned red for the purpose of a move, and records it', async () => {
    await stored(world, { ...submittedMove('mov-1', START), state: 'closed' });
    const first = await give(readOut('all-teams'));
    world.at = new Date(START.getTime() + 8 * DAY_MS);

    const red = await give(readOut('messages-only'));
    const stillRed = await give(readOut('messages-only'));
    const redder = await give(readOut('too-short'));

    const alarms = [first, red, stillRed, redder].map((taken) => taken.kind === 'taken' && taken.alarms);
    const about = { teamId: TEAM_PROVED, purpose: 'T-TRIP', days: 365 };
    assert.deepEqual(alarms, [
      [],
      [{ ...about, messages: 'effective', files: 'contradicted' }],
      [],
      [{ ...about, messages: 'contradicted', files: 'contradicted' }],
    ]);
    assert.deepEqual(
      (await events('retention.checked')).map(({ details, subjectId }) => [subjectId, details]),
      [
        [TEAM_PROVED, { teamId: TEAM_PROVED, messages: 'effective', files: 'contradicted' }],
        [TEAM_PROVED, { teamId: TEAM_PROVED, messages: 'contradicted', files: 'contradicted' }],
      ],
    );
  });

  it('counts a read-out of a clock that is a little ahead from now on', async () => {
    await give(readOut('all-teams', { readAt: '2026-11-24T10:04:00Z' }));

    assert.deepEqual(
      (await evidence()).map(({ at }) => at),
      [START, START],
    );
    assert.deepEqual(await level(), ['distributed', 'distributed']);
  });

  it('puts no address, name or site of the read-out into the record', async () => {
    await give(readOut('static-included'));
    await give(readOut('all-but-this-team', { tenantId: personId(1) }));

    const record = JSON.stringify(await recorded(world));
    assert.ok(record.length > 500);
    assert.doesNotMatch(record, /testwick|Policy|year6|https/);
  });
});
