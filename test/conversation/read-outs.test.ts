import assert from 'node:assert/strict';
import { takeFile } from '../../src/conversation/exports.js';
import { takePosted } from '../../src/conversation/read-outs.js';
import type { World } from '../../src/conversation/world.js';
import { hourlyQuota } from '../../src/retention/quota.js';
import { inTeam, stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { EVIDENCE_KEY, EVIDENCE_TENANT, inOneFile, sampleDocument, signed } from '../support/read-outs.js';
import { actor, ADMIN, OWNER, recorded, TEAM_PROVED, testWorld } from '../support/world.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const TRUST = { key: EVIDENCE_KEY, tenantId: EVIDENCE_TENANT };

describe('a read-out that somebody drops into the chat', () => {
  let made: Awaited<ReturnType<typeof testWorld>>;
  let world: World;
  let nonces = 0;

  beforeEach(async () => {
    made = await testWorld({ policy: testPolicy(), now: () => NOW });
    world = { ...made, trust: TRUST };
  });
  afterEach(() => made.close());

  function readOut(sample = 'static-included', tenantId: string = EVIDENCE_TENANT) {
    nonces += 1;
    const nonce = `nonce-of-the-chat-${nonces}`;
    return signed(sampleDocument(sample, { readAt: NOW.toISOString(), nonce, tenantId }));
  }
  const give = (person: string, bytes: Buffer, to: World = world) =>
    takeFile(to, actor(person), { name: 'read-out.json', bytes: bytes.byteLength, fetch: async () => bytes });
  const whats = async () => (await recorded(made)).map(({ what }) => what);

  it('is taken from an administrator, and shows the level of each team before and after', async () => {
    const view = await give(ADMIN, inOneFile(readOut()));

    assert.ok(view.kind === 'evidence' && view.taken.kind === 'taken');
    const team = view.taken.teams.find(({ teamId }) => teamId === TEAM_PROVED);
    assert.deepEqual(team?.before, { messages: 'none', files: 'none' });
    assert.deepEqual(team?.after, { messages: 'distributed', files: 'distributed' });
    const [evidence] = await made.store.transact((tx) => tx.evidence([TEAM_PROVED]));
    assert.equal(evidence?.by, ADMIN);
    assert.ok(!(await whats()).some((what) => String(what).startsWith('export.')));
  });

  it('is refused from everybody else, and that is recorded', async () => {
    const view = await give(OWNER, inOneFile(readOut()));

    assert.equal(view.kind, 'refused');
    assert.deepEqual(await whats(), ['access.refused']);
    assert.deepEqual(await made.store.transact((tx) => tx.evidence([TEAM_PROVED])), []);
  });

  const forged = () => {
    const { bytes, signature } = readOut();
    return inOneFile({ bytes, signature: signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) });
  };
  const broken = () => Buffer.from('{"schema":"regroup-signed/1","payload":7}');
  for (const [title, bytes, reason] of [
    ['a forged one', forged, 'forged'],
    ['one without its signature', broken, 'unsigned'],
    [
      'one of another tenant',
      () => inOneFile(readOut('static-included', '0a4f1e1d-0000-4000-8000-000000000001')),
      'other-tenant',
    ],
  ] as const) {
    it(`is refused when it is ${title}, and that is recorded`, async () => {
      const view = await give(ADMIN, bytes());

      assert.deepEqual(view, { kind: 'evidence', taken: { kind: 'refused', reason } });
      assert.deepEqual(await whats(), ['evidence.refused']);
    });
  }

  it('is refused where no secret is set, and says so', async () => {
    assert.deepEqual(await give(ADMIN, inOneFile(readOut()), made), {
      kind: 'evidence',
      taken: { kind: 'refused', reason: 'no-key' },
    });
  });

  it('raises an incident for the officers when a team turns red, in the same transaction', async () => {
    const move = submittedMove('mov-TEST0001', NOW, { destination: inTeam(TEAM_PROVED) });
    await stored(made, { ...move, state: 'closed' });
    const view = await give(ADMIN, inOneFile(readOut('disabled')));

    assert.ok(view.kind === 'evidence' && view.taken.kind === 'taken');
    const [incident, ...more] = await made.store.transact((tx) => tx.lapses());
    assert.equal(more.length, 0);
    assert.equal(incident?.retention?.teamId, TEAM_PROVED);
    assert.equal(incident?.retention?.messages, 'contradicted');
    assert.ok(made.told.includes(incident?.id ?? ''));
    assert.deepEqual(
      (await whats()).filter((what) => what === 'incident.raised' || what === 'retention.checked'),
      ['retention.checked', 'incident.raised'],
    );
  });

  it('is recorded so many times an hour and no more when it is posted and refused', async () => {
    const quota = hourlyQuota(2);
    const post = () => takePosted({ ...world, quota }, Buffer.from('x'), null);

    const answers = [await post(), await post(), await post(), await post()];

    assert.ok(answers.every((taken) => taken.kind === 'refused' && taken.reason === 'unsigned'));
    assert.equal((await whats()).length, 2);
  });
});
