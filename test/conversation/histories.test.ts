import assert from 'node:assert/strict';
import { readStatus } from '../../src/conversation/status.js';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Verb } from '../../src/conversation/actions.js';
import { takeFile, type GivenFile } from '../../src/conversation/exports.js';
import { historiesOf } from '../../src/conversation/histories.js';
import { OUT_OF_DATE } from '../../src/conversation/moves.js';
import type { View } from '../../src/conversation/view.js';
import type { World } from '../../src/conversation/world.js';
import { render } from '../../src/edges/teams/cards/render.js';
import { openVault, type OpenVault } from '../../src/edges/storage/vault.js';
import { openContents } from '../../src/history/sealed.js';
import { DIFFERS } from '../../src/migration/history.js';
import type { Migration, State } from '../../src/migration/migration.js';
import { cancelDrafts, click, copyOf, moveIn, story } from '../support/clicks.js';
import { temporaryFolder } from '../support/database.js';
import { cardProblems } from '../support/cards.js';
import { testPolicy } from '../support/policy.js';
import { testScene } from '../support/scene.js';
import { exported, type Line } from '../support/whatsapp.js';
import {
  actor,
  APPROVER,
  DPO,
  GUEST,
  OTHER_APPROVER,
  OWNER,
  PEOPLE,
  TEACHER,
  testWorld,
  during,
} from '../support/world.js';

const GROUP = 'Year 6 residential';
const SECRET = 'the coach leaves at eight';
const CHAT: readonly Line[] = [
  { at: '2026-02-17T08:01', by: null, text: `Nadia Fernsby created group "${GROUP}"` },
  { at: '2026-02-17T08:10', by: 'Nadia Fernsby', text: SECRET },
  { at: '2026-02-18T09:12', by: 'Dave Coaches', text: 'ring me' },
  { at: '2024-03-05T10:00', by: 'Gareth J', text: 'long ago' },
  { at: '2026-11-19T10:00', by: 'Gareth J', text: 'who takes the asthma pump' },
  { at: '2026-11-20T16:40', by: 'Gareth J', text: 'all back home' },
];
const ALONG = { nativeImport: true, account: OTHER_APPROVER, label: 'Keep 1 year', outsideSchoolHours: true };

let made: Awaited<ReturnType<typeof testWorld>>;
let world: World;
let vault: OpenVault;
let folder: string;
let stages: Awaited<ReturnType<typeof story>>;
let now = new Date('2026-11-24T10:00:00Z');

const chat = (lines: readonly Line[] = CHAT): GivenFile => {
  const bytes = Buffer.from(exported(lines, { platform: 'android', order: 'dmy' }));
  return { name: `WhatsApp Chat with ${GROUP}.txt`, bytes: bytes.byteLength, fetch: async () => bytes };
};

async function press(person: string, verb: Verb, about: { id: string; ver: number }, inputs = {}): Promise<View> {
  return drawn(await click(world, person, verb, about, inputs));
}

/** Every card of the story is as a card has to be. */
function drawn(view: View): View {
  const theirs = [GROUP, 'Year 6 staff', 'Dave Coaches', 'Gareth J', ...PEOPLE.map(({ displayName }) => displayName)];
  const scene = testScene({ histories: historiesOf(world), organisation: world.organisation });
  assert.deepEqual(cardProblems(render(view, scene), theirs), []);
  return view;
}

const read = async (id: string): Promise<Migration> => (await world.store.transact((tx) => tx.migration(id)))!;
/** A draft at the history step whose people came from the export. */
async function atHistory(): Promise<Migration> {
  const started = await copyOf(world, stages.people);
  const reading = await takeFile(world, actor(OWNER), chat());
  assert.equal(reading.kind, 'export');
  await press(OWNER, 'export.use', { id: reading.kind === 'export' ? reading.reading.id : '', ver: 0 });
  let draft = await read(started.id);
  const members = draft.draft.members.map((one) => ({
    ...one,
    class: one.class ?? (one.label.startsWith('Gareth') ? ('staff' as const) : ('outsider' as const)),
    person: one.person ?? (one.label.startsWith('Gareth') ? TEACHER : null),
  }));
  draft = { ...draft, ver: draft.ver + 1, draft: { ...draft.draft, members, step: 'history' } };
  await world.store.transact((tx) => tx.putMigration(draft));
  return draft;
}

/** The same, with its export sealed for an import. */
async function sealed(): Promise<Migration> {
  await press(OWNER, 'move.history.next', await atHistory(), { history: 'native-import' });
  return moveIn(await takeFile(world, actor(OWNER), chat()));
}

/** A submitted move whose chat goes along, in this state. */
async function submitted(state: State = 'submitted', rest: Partial<Migration> = {}): Promise<Migration> {
  const base = await copyOf(world, stages.submitted);
  const next = { ...base, ver: 2, state, draft: { ...base.draft, history: 'native-import' as const }, ...rest };
  await world.store.transact((tx) => tx.putMigration(next));
  return next;
}

describe('moving a chat’s history, in conversation', () => {
  before(async () => {
    made = await testWorld({ policy: testPolicy(), now: () => now });
    stages = await story(made);
    folder = temporaryFolder();
    vault = openVault({ url: made.url, key: randomBytes(32), folder, report: () => undefined });
    world = { ...made, vault, organisation: { ...made.organisation, history: ALONG } };
  });
  after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true });
    await made.close();
  });
  beforeEach(async () => {
    now = new Date('2026-11-24T10:00:00Z');
    await cancelDrafts(world);
  });

  describe('the ways', () => {
    for (const [what, history, ways] of [
      ['nothing is set up', undefined, ['fresh-start']],
      ['there is a label', { ...ALONG, nativeImport: false }, ['fresh-start', 'selected-records', 'sealed-transcript']],
      ['importing is allowed', { ...ALONG, label: null }, ['fresh-start', 'native-import']],
      [
        'nobody can post for those without an account',
        { ...ALONG, account: null },
        ['fresh-start', 'selected-records', 'sealed-transcript'],
      ],
    ] as const)
      it(`are ${ways.join(' and ')} when ${what}`, () => {
        assert.deepEqual(historiesOf({ vault, organisation: { ...made.organisation, history } }), ways);
      });

    it('are a fresh start without a vault', () => {
      assert.deepEqual(historiesOf({ organisation: world.organisation }), ['fresh-start']);
    });
  });

  describe('the step', () => {
    it('goes on with a fresh start', async () => {
      const view = await press(OWNER, 'move.history.next', await atHistory(), { history: 'fresh-start' });

      assert.notEqual(moveIn(view).draft.step, 'history');
    });

    it('stays until the export has come once more, and says so only when asked again', async () => {
      const first = await press(OWNER, 'move.history.next', await atHistory(), { history: 'native-import' });
      const again = await press(OWNER, 'move.history.next', moveIn(first), { history: 'native-import' });

      assert.ok(first.kind === 'wizard' && again.kind === 'wizard');
      assert.equal(first.migration.draft.history, 'native-import');
      assert.deepEqual([first.migration.draft.step, first.complaints.length], ['history', 0]);
      assert.match(again.complaints[0]?.text ?? '', /send the export once more/);
    });

    it('says that a way needs an export where there is none', async () => {
      const draft = await copyOf(world, stages.history);
      const view = await press(OWNER, 'move.history.next', draft, { history: 'sealed-transcript' });

      assert.ok(view.kind === 'wizard');
      assert.match(view.complaints[0]?.text ?? '', /needs an export/);
    });

    it('does not take a way that the school does not have', async () => {
      const view = await press(OWNER, 'move.history.next', await atHistory(), { history: 'by-pigeon' });

      assert.equal(moveIn(view).draft.history, 'fresh-start');
    });

    it('keeps the choice for later', async () => {
      const view = await press(OWNER, 'move.history.save', await atHistory(), { history: 'sealed-transcript' });

      assert.deepEqual([view.kind, moveIn(view).draft.history], ['draft-saved', 'sealed-transcript']);
    });
  });

  describe('sealing', () => {
    it('encrypts the file with whose names are whose, counts, and lets go of it', async () => {
      const draft = await atHistory();
      await press(OWNER, 'move.history.next', draft, { history: 'native-import' });
      const { result, events, whats } = await during(world, () => takeFile(world, actor(OWNER), chat()));

      const { plan, expiresAt } = moveIn(drawn(result)).draft.sealed!;
      assert.deepEqual(whats, [
        'export.received',
        'export.read',
        'migration.saved',
        'history.sealed',
        'export.discarded',
      ]);
      assert.equal(plan.posts, 2);
      assert.deepEqual(plan.dropped, { notice: 1, outside: 1, 'past-period': 1, special: 1 });
      assert.equal(expiresAt.toISOString(), '2026-12-22T10:00:00.000Z');
      const opened = await vault.open(draft.id);
      const { names, bytes } = openContents(opened!.bytes);
      assert.deepEqual([...names.keys()].sort(), ['Dave Coaches', 'Gareth J', 'Nadia Fernsby']);
      assert.ok(Buffer.from(bytes).includes(SECRET));
      for (const text of [SECRET, 'Gareth', 'Dave']) assert.ok(!JSON.stringify(events).includes(text));
    });

    it('takes no other file than the one that the people came from', async () => {
      await press(OWNER, 'move.history.next', await atHistory(), { history: 'native-import' });
      const { result, whats } = await during(world, () => takeFile(world, actor(OWNER), chat(CHAT.slice(1))));

      assert.ok(result.kind === 'wizard');
      assert.match(result.complaints[0]?.text ?? '', /another file/);
      assert.deepEqual(whats, ['export.received', 'export.discarded']);
      assert.equal(await vault.sealed(result.migration.id), null);
    });

    it('is for the owner only: somebody else’s file is read as any', async () => {
      await press(OWNER, 'move.history.next', await atHistory(), { history: 'native-import' });

      assert.equal((await takeFile(world, actor(TEACHER), chat())).kind, 'export');
    });

    it('counts anew when the owner changes the way', async () => {
      const view = await press(OWNER, 'move.history.next', await sealed(), { history: 'sealed-transcript' });

      const { sealed: kept, step } = moveIn(view).draft;
      assert.deepEqual([kept?.mode, kept?.plan.attributed, step], ['sealed-transcript', 0, 'history']);
      const on = await press(OWNER, 'move.history.next', moveIn(view), { history: 'sealed-transcript' });
      assert.notEqual(moveIn(on).draft.step, 'history');
    });

    for (const [what, verb, inputs, how] of [
      ['its owner wants it destroyed', 'move.history.destroy', {}, 'left-out'],
      ['its owner chooses a fresh start', 'move.history.next', { history: 'fresh-start' }, 'left-out'],
      ['its owner goes back to a fresh start', 'move.history.back', { history: 'fresh-start' }, 'left-out'],
      ['its move is given up', 'move.cancel', {}, 'stopped'],
    ] as const)
      it(`is destroyed, and seen to be gone, when ${what}`, async () => {
        const draft = await sealed();
        const { events } = await during(world, () => press(OWNER, verb, draft, inputs));

        assert.equal(await vault.open(draft.id), null);
        const destroyed = events.find((one) => one['what'] === 'history.destroyed');
        assert.equal((destroyed?.['details'] as { how?: string } | undefined)?.how, how);
        assert.equal(
          (await read(draft.id)).state === 'cancelled' || (await read(draft.id)).draft.sealed === null,
          true,
        );
      });

    it('is nobody else’s to destroy, and a stale card destroys nothing', async () => {
      const draft = await sealed();
      const refused = await press(TEACHER, 'move.history.destroy', draft);
      const stale = await press(OWNER, 'move.history.destroy', { ...draft, ver: draft.ver - 1 });

      assert.equal(refused.kind, 'refused');
      assert.ok(stale.kind === 'wizard' && stale.notice === OUT_OF_DATE);
      assert.notEqual(await vault.sealed(draft.id), null);
    });
  });

  describe('submitting', () => {
    async function atReview(): Promise<Migration> {
      const draft = await sealed();
      const { destination } = stages.review.draft;
      const next = { ...draft, ver: draft.ver + 1, draft: { ...draft.draft, destination, step: 'review' as const } };
      await world.store.transact((tx) => tx.putMigration(next));
      return next;
    }

    it('counts once more, and the names are gone from the draft', async () => {
      const view = await press(OWNER, 'move.submit', await atReview(), { approver: APPROVER });

      const { state, draft } = moveIn(view);
      assert.deepEqual([state, draft.sealed?.plan.posts], ['submitted', 2]);
      assert.ok(draft.members.every(({ label }) => label === ''));
    });

    it('does not go on when the upload has expired meanwhile', async () => {
      const draft = await atReview();
      await vault.destroy(draft.id);
      const view = await press(OWNER, 'move.submit', draft, { approver: APPROVER });

      assert.ok(view.kind === 'wizard');
      assert.deepEqual([view.migration.state, view.migration.draft.step], ['draft', 'history']);
      assert.match(view.complaints[0]?.text ?? '', /send the export once more/);
    });

    it('asks an officer anew, whatever was agreed to before', async () => {
      const draft = await atReview();
      const agreed = { ...draft, ver: draft.ver + 1, history: { ...draft.history, dpoApproved: { by: DPO, at: now } } };
      await world.store.transact((tx) => tx.putMigration(agreed));
      const view = await press(OWNER, 'move.submit', agreed, { approver: APPROVER });

      assert.equal(moveIn(view).history.dpoApproved, null);
    });
  });

  describe('an officer', () => {
    const waiting = async (person: string) => {
      const view = await readStatus(world, actor(person));
      return view.kind === 'status' ? view.toAgree.map(({ id }) => id) : [];
    };

    for (const state of ['submitted', 'approved', 'provisioning'] as const)
      it(`finds in the status what waits for their word (${state}), until they have said it; nobody else does`, async () => {
        const move = await submitted(state);

        assert.ok((await waiting(DPO)).includes(move.id));
        for (const person of [OWNER, TEACHER]) assert.deepEqual(await waiting(person), []);
        await press(DPO, 'officer.approve', move, { special: 'take' });
        assert.ok(!(await waiting(DPO)).includes(move.id));
      });

    it('sees the present state when the approver has left the history out meanwhile, and changes nothing', async () => {
      const base = await submitted();
      const edited = { by: OTHER_APPROVER, at: now, what: ['history'] } as const;
      const left = { ...base, ver: base.ver + 1, draft: { ...base.draft, history: 'fresh-start' as const, edited } };
      await world.store.transact((tx) => tx.putMigration(left));
      for (const verb of ['officer.approve', 'officer.open'] as const) {
        const { result, whats } = await during(world, () =>
          press(DPO, verb, base, verb === 'officer.open' ? {} : { special: 'take' }),
        );

        assert.equal(result.kind, 'history-approval');
        assert.equal(moveIn(result).draft.history, 'fresh-start');
        assert.deepEqual(whats, []);
      }
      assert.deepEqual(await read(base.id), left);
    });

    it('finds there no draft, no fresh start and no move of their own', async () => {
      const moves = [await submitted('draft'), await submitted('submitted', { owner: DPO })];
      const base = await submitted();
      const fresh = { ...base, ver: base.ver + 1, draft: { ...base.draft, history: 'fresh-start' as const } };
      await world.store.transact((tx) => tx.putMigration(fresh));

      const found = await waiting(DPO);

      for (const { id } of [...moves, fresh]) assert.ok(!found.includes(id), id);
    });

    it('agrees, once', async () => {
      const move = await submitted();
      const { result, whats } = await during(world, () => press(DPO, 'officer.approve', move, { special: 'take' }));

      assert.deepEqual(moveIn(result).history.dpoApproved, { by: DPO, at: now });
      assert.equal(moveIn(result).history.special, 'take');
      assert.deepEqual(whats, ['history.approved']);
      const again = await press(DPO, 'officer.approve', moveIn(result), { special: 'leave-out' });
      assert.equal(moveIn(again).history.special, 'take');
    });

    it('has to say what becomes of sensitive words where there are some', async () => {
      const { sealed: kept } = (await sealed()).draft;
      const base = await submitted();
      const move = { ...base, ver: base.ver + 1, draft: { ...base.draft, sealed: kept ?? null } };
      await world.store.transact((tx) => tx.putMigration(move));
      const view = await press(DPO, 'officer.approve', move, {});

      assert.ok(view.kind === 'history-approval');
      assert.equal(view.complaints[0]?.field, 'special');
      assert.equal((await read(move.id)).history.dpoApproved, null);
    });

    it('sends it back with a reason: a fresh start, and the upload is destroyed', async () => {
      const move = await submitted();
      await vault.seal(move.id, 'chat.txt', Buffer.from('x'), { at: now, expiresAt: new Date(now.getTime() + 1_000) });
      const none = await press(DPO, 'officer.send-back', move, { reason: ' ' });
      const { result, events, whats } = await during(world, () =>
        press(DPO, 'officer.send-back', move, { reason: 'Names of pupils.' }),
      );

      assert.ok(none.kind === 'history-approval' && none.complaints.length === 1);
      assert.equal(moveIn(result).draft.history, 'fresh-start');
      assert.equal(moveIn(result).history.refused?.reason, 'Names of pupils.');
      assert.deepEqual(whats, ['history.left-out', 'history.destroyed']);
      assert.ok(!JSON.stringify(events).includes('pupils'));
      assert.equal(await vault.sealed(move.id), null);
    });

    for (const [who, person, rest] of [
      ['somebody who is no officer', TEACHER, {}],
      ['the approver', APPROVER, {}],
      ['an officer whose own move it is', DPO, { owner: DPO }],
    ] as const)
      for (const [verb, inputs] of [
        ['officer.approve', { special: 'take' }],
        ['officer.send-back', { reason: 'No.' }],
        ['officer.open', {}],
      ] as const)
        it(`${verb} is not for ${who}, and that is recorded`, async () => {
          const move = await submitted('submitted', rest);
          const { result, whats } = await during(world, () => press(person, verb, move, inputs));

          assert.equal(result.kind, 'refused');
          assert.deepEqual(whats, ['access.refused']);
          assert.deepEqual((await read(move.id)).ver, move.ver);
        });

    it('changes nothing with a card that is out of date', async () => {
      const move = await submitted();
      const view = await press(DPO, 'officer.approve', { ...move, ver: 1 }, { special: 'take' });

      assert.ok(view.kind === 'history-approval' && view.notice === OUT_OF_DATE);
      assert.equal((await read(move.id)).history.dpoApproved, null);
    });
  });

  describe('a member', () => {
    const until = new Date('2026-12-01T10:00:00Z');
    const objecting = async (state: State = 'objecting'): Promise<Migration> => {
      const base = await submitted(state);
      const next = { ...base, ver: base.ver + 1, history: { ...base.history, objectUntil: until } };
      await world.store.transact((tx) => tx.putMigration(next));
      return next;
    };

    it('objects, whatever version the card showed, and once', async () => {
      const move = await objecting();
      const { result, whats } = await during(world, async () => {
        await press(TEACHER, 'object.object', { ...move, ver: 0 });
        return press(TEACHER, 'object.object', move);
      });

      assert.equal(moveIn(result).history.objectors.length, 1);
      assert.deepEqual(whats, ['history.objected']);
    });

    for (const state of ['objecting', 'importing', 'closing'] as const)
      it(`is heard also when the time is over (${state}): it goes to the officers`, async () => {
        const move = await objecting(state);
        now = new Date('2026-12-01T10:00:01Z');
        const { result, whats } = await during(world, async () => {
          await press(TEACHER, 'object.object', move);
          return press(TEACHER, 'object.object', move);
        });

        const { objectors, late } = moveIn(result).history;
        assert.deepEqual([objectors, late?.length], [[], 1]);
        assert.deepEqual(whats, ['history.objected-late']);
      });

    it('is shown that the move is over, and changes nothing, once it is', async () => {
      const move = await objecting('closed');
      const { result, whats } = await during(world, () => press(TEACHER, 'object.object', move));

      assert.equal(moveIn(result).ver, move.ver);
      assert.deepEqual(whats, []);
    });

    for (const [who, person] of [
      ['somebody who is not in the group', OTHER_APPROVER],
      ['a guest of another move', GUEST],
    ] as const)
      it(`is not ${who}, and that is recorded`, async () => {
        const move = await objecting();
        const { result, whats } = await during(world, () => press(person, 'object.object', move));

        assert.equal(result.kind, 'refused');
        assert.deepEqual(whats, ['access.refused']);
      });

    it('cannot object before anything was asked, or in company', async () => {
      const move = await submitted();
      const early = await press(TEACHER, 'object.object', move);
      const shared = await click(world, TEACHER, 'object.object', move, {}, 'shared');

      assert.deepEqual([early.kind, shared.kind], ['refused', 'refused']);
    });
  });

  describe('the owner', () => {
    it('goes on with a fresh start as long as nothing is moved', async () => {
      const view = await press(OWNER, 'run.fresh-start', await submitted('objecting'));

      assert.equal(moveIn(view).draft.history, 'fresh-start');
    });

    it('cannot once people have been added', async () => {
      const move = await submitted('members');
      const view = await press(OWNER, 'run.fresh-start', move);

      assert.ok(view.kind === 'progress' && view.notice === OUT_OF_DATE);
      assert.equal(view.migration.draft.history, 'native-import');
    });
  });

  describe('the approver', () => {
    const differing = async (): Promise<Migration> => {
      const base = await submitted('importing');
      const counts = { sha256: 'ab'.repeat(32), plannedAt: now, posts: 3, dropped: {}, sessions: 1, posted: 3 };
      const times = { startedAt: now, overdueAt: now, completedAt: now, reconciledAt: now, destroyedAt: null };
      const differences = { 'post-missing': 1 };
      const found = [{ kind: 'post-missing', index: 1 }] as const;
      const history = { ...counts, ...times, file: null, differences, found, acceptedBy: null };
      const problem = { step: 'importing', code: DIFFERS, who: 'person', correlationId: 'c' } as const;
      const next = { ...base, ver: base.ver + 1, outcome: { ...base.outcome, history, problem } };
      await world.store.transact((tx) => tx.putMigration(next));
      return next;
    };

    it('accepts what differs, on the record', async () => {
      const { result, whats } = await during(world, async () => press(APPROVER, 'approval.accept', await differing()));

      assert.equal(moveIn(result).outcome.history?.acceptedBy, APPROVER);
      assert.deepEqual(whats, ['history.accepted']);
    });

    for (const [who, person] of [
      ['the owner', OWNER],
      ['another approver', OTHER_APPROVER],
      ['an officer', DPO],
    ] as const)
      it(`is not ${who}, and that is recorded`, async () => {
        const { result, whats } = await during(world, async () => press(person, 'approval.accept', await differing()));

        assert.equal(result.kind, 'refused');
        assert.deepEqual(whats, ['access.refused']);
      });
  });
});
