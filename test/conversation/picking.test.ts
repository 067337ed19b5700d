import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readAction, type Verb } from '../../src/conversation/actions.js';
import { takeFile, type GivenFile } from '../../src/conversation/exports.js';
import { historiesOf } from '../../src/conversation/histories.js';
import { OUT_OF_DATE } from '../../src/conversation/moves.js';
import type { View } from '../../src/conversation/view.js';
import type { World } from '../../src/conversation/world.js';
import { render } from '../../src/edges/teams/cards/render.js';
import { openVault, type OpenVault } from '../../src/edges/storage/vault.js';
import { MOST_MARKED } from '../../src/history/picker.js';
import type { Migration } from '../../src/migration/migration.js';
import { cardProblems } from '../support/cards.js';
import { cancelDrafts, click, copyOf, moveIn, story } from '../support/clicks.js';
import { temporaryFolder } from '../support/database.js';
import { testPolicy } from '../support/policy.js';
import { HOSTILE, testScene } from '../support/scene.js';
import { exported, type Line } from '../support/whatsapp.js';
import {
  actor,
  APPROVER,
  OTHER_APPROVER,
  OWNER,
  PEOPLE,
  TEACHER,
  TEAM_PROVED,
  testWorld,
  during,
} from '../support/world.js';

const GROUP = 'Year 6 residential';
const SAID = 'the coach leaves at eight';
/** Entry 0 is a notice; 1 to 3 go along or not by the rules; 4 to 23 go along. */
const CHAT: readonly Line[] = [
  { at: '2026-02-17T08:01', by: null, text: `Nadia Fernsby created group "${GROUP}"` },
  { at: '2024-03-05T10:00', by: 'Gareth J', text: 'long ago' },
  { at: '2026-02-18T09:12', by: 'Dave Coaches', text: 'ring me' },
  { at: '2026-11-10T08:10', by: 'Gareth J', text: `${SAID}, says 07700 900123` },
  ...Array.from({ length: 20 }, (_, n) => ({
    at: `2026-11-${String(11 + (n % 8)).padStart(2, '0')}T0${n % 10}:30`,
    by: 'Gareth J',
    text: `ratio ${n} agreed`,
  })).sort((a, b) => a.at.localeCompare(b.at)),
  ...HOSTILE.slice(0, 6).map((text) => ({ at: '2026-11-19T10:00', by: 'Gareth J', text })),
];
const LABEL = { nativeImport: true, account: OTHER_APPROVER, label: 'Keep 1 year', outsideSchoolHours: true };

let made: Awaited<ReturnType<typeof testWorld>>;
let world: World;
let vault: OpenVault;
let folder: string;
let stages: Awaited<ReturnType<typeof story>>;

const chat = (lines: readonly Line[]): GivenFile => {
  const bytes = Buffer.from(exported(lines, { platform: 'android', order: 'dmy' }));
  return { name: `WhatsApp Chat with ${GROUP}.txt`, bytes: bytes.byteLength, fetch: async () => bytes };
};

async function press(person: string, verb: Verb, about: { id: string; ver: number }, inputs = {}): Promise<View> {
  return drawn(await click(world, person, verb, about, inputs));
}

/** Every card is as a card has to be, whatever stands in the messages. */
function drawn(view: View): View {
  const theirs = [GROUP, 'Year 6 staff', 'Gareth J', 'ratio', ...HOSTILE, ...PEOPLE.map((one) => one.displayName)];
  const scene = testScene({ histories: historiesOf(world), organisation: world.organisation });
  assert.deepEqual(cardProblems(render(view, scene), theirs), []);
  return view;
}

type Picking = Extract<View, { readonly kind: 'picking' }>;
function picker(view: View): Picking {
  assert.ok(view.kind === 'picking', `a ${view.kind} card`);
  return view;
}
const entries = (view: View) => picker(view).page.messages.map(({ entry }) => entry);
/** What a card sends: a value for each box on it, ticked or not. */
function boxes(view: View, ticked: readonly number[]) {
  return Object.fromEntries(entries(view).map((entry) => [`e_${entry}`, String(ticked.includes(entry))]));
}

const read = async (id: string): Promise<Migration> => (await world.store.transact((tx) => tx.migration(id)))!;
/** A draft at the history step, its export sealed for this way. */
async function sealed(history: Migration['draft']['history'], lines = CHAT): Promise<Migration> {
  const started = await copyOf(world, stages.people);
  const reading = await takeFile(world, actor(OWNER), chat(lines));
  await press(OWNER, 'export.use', { id: reading.kind === 'export' ? reading.reading.id : '', ver: 0 });
  const draft = await read(started.id);
  const members = draft.draft.members.map((one) => {
    const isGareth = one.label.startsWith('Gareth');
    const kind = one.class ?? (isGareth ? ('staff' as const) : ('outsider' as const));
    return { ...one, class: kind, person: one.person ?? (isGareth ? TEACHER : null) };
  });
  const next = { ...draft, ver: draft.ver + 1, draft: { ...draft.draft, members, step: 'history' as const } };
  await world.store.transact((tx) => tx.putMigration(next));
  await press(OWNER, 'move.history.next', next, { history });
  return moveIn(drawn(await takeFile(world, actor(OWNER), chat(lines))));
}

describe('picking messages of a sealed export', () => {
  before(async () => {
    made = await testWorld({ policy: testPolicy(), now: () => new Date('2026-11-24T10:00:00Z') });
    stages = await story(made);
    folder = temporaryFolder();
    vault = openVault({ url: made.url, key: randomBytes(32), folder, report: () => undefined });
    world = { ...made, vault, organisation: { ...made.organisation, history: LABEL } };
  });
  after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true });
    await made.close();
  });
  beforeEach(() => cancelDrafts(world));

  it('asks for messages before it goes on with records', async () => {
    const draft = await sealed('selected-records');
    const view = await press(OWNER, 'move.history.next', draft, { history: 'selected-records' });

    assert.ok(view.kind === 'wizard');
    assert.deepEqual([view.migration.draft.step, draft.draft.sealed?.plan.posts], ['history', 0]);
    assert.match(view.complaints[0]?.text ?? '', /pick at least one message/);
  });

  it('shows eight messages, what they say and what would become of them, and records that it did', async () => {
    const draft = await sealed('selected-records');
    const { result, events } = await during(world, () => press(OWNER, 'move.pick.open', draft));

    const { page, list } = picker(result);
    assert.deepEqual([list, page.matches, page.before], ['records', 29, 0]);
    assert.deepEqual(entries(result), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(
      page.messages.slice(0, 3).map(({ fate }) => fate),
      ['past-period', 'outside', null],
    );
    assert.equal(page.messages[2]?.text, `${SAID}, says a phone number`);
    assert.deepEqual(
      events.map(({ what, details }) => [what, details]),
      [['history.looked', { list: 'records', shown: 8 }]],
    );
    assert.equal((await read(draft.id)).ver, draft.ver);
  });

  it('turns pages there and back, and keeps what is ticked on each', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const second = await press(OWNER, 'move.pick.next', moveIn(first), boxes(first, [3]));
    const third = await press(OWNER, 'move.pick.next', moveIn(second), boxes(second, [9, 10]));
    const back = await press(OWNER, 'move.pick.previous', moveIn(third), boxes(third, []));

    assert.deepEqual(entries(second), [9, 10, 11, 12, 13, 14, 15, 16]);
    assert.deepEqual([picker(second).page.before, picker(third).page.before], [8, 16]);
    assert.deepEqual(entries(back), entries(second));
    assert.deepEqual((await read(moveIn(back).id)).history.picked, [3, 9, 10]);
  });

  it('begins anew when somebody has typed another search and turns the page', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const second = await press(OWNER, 'move.pick.next', moveIn(first), boxes(first, []));
    const other = await press(OWNER, 'move.pick.next', moveIn(second), { ...boxes(second, [9]), find: 'leaves' });
    const same = await press(OWNER, 'move.pick.next', moveIn(other), { ...boxes(other, []), find: 'leaves' });

    assert.deepEqual(entries(other), [3], 'not what comes after entry 16');
    assert.deepEqual((await read(moveIn(other).id)).history.picked, [9], 'and the ticks are kept');
    assert.deepEqual(entries(same), [], 'nothing more is found');
  });

  it('takes one off again where its box is cleared', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const kept = await press(OWNER, 'move.pick.keep', moveIn(first), boxes(first, [3, 4]));
    const { result, events } = await during(world, () =>
      press(OWNER, 'move.pick.keep', moveIn(kept), { ...boxes(kept, [4]), show: 'marked' }),
    );

    assert.deepEqual(moveIn(result).history.picked, [4]);
    assert.deepEqual(entries(result), [4]);
    assert.deepEqual(events.find(({ what }) => what === 'history.picked')?.['details'], {
      list: 'records',
      added: 0,
      removed: 1,
      now: 1,
    });
  });

  for (const [what, inputs, found] of [
    ['a word', { find: 'LEAVES' }, [3]],
    ['the beginning of a word', { find: 'leav' }, [3]],
    ['a name in the chat', { find: 'dave' }, [2]],
    ['a name in the directory', { find: `${PEOPLE.find(({ id }) => id === TEACHER)?.displayName ?? ''} coach` }, [3]],
    ['a day', { day: '2026-02-18' }, [2]],
    ['a word on a day', { find: 'coach', day: '2026-11-10' }, [3]],
    ['what is not there', { find: 'zebra' }, []],
    ['a day that is none', { find: 'leaves', day: 'yesterday' }, [3]],
  ] as const)
    it(`finds by ${what}`, async () => {
      const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));

      assert.deepEqual(entries(await press(OWNER, 'move.pick.find', moveIn(first), inputs)), found);
    });

  it('marks only messages of the export, whatever a card sends', async () => {
    const draft = await sealed('selected-records');
    const sent = { e_0: 'true', e_3: 'true', e_4711: 'true', e_4: 'maybe' };
    const view = await press(OWNER, 'move.pick.keep', draft, sent);

    assert.deepEqual(moveIn(view).history.picked, [3]);
    assert.equal(readAction('move.pick.keep', { id: draft.id, ver: 1, e_x: 'true' }), null);
    assert.equal(readAction('move.pick.keep', { id: draft.id, ver: 1, page: '2' }), null);
  });

  it('keeps none of the ticks that are too many, and shows them again', async () => {
    const draft = await sealed('selected-records');
    const full = Array.from({ length: MOST_MARKED }, (_, n) => 1_000 + n);
    const next = { ...draft, ver: draft.ver + 1, history: { ...draft.history, picked: full } };
    await world.store.transact((tx) => tx.putMigration(next));
    const { result, whats } = await during(world, () =>
      press(OWNER, 'move.pick.done', next, { e_3: 'true', e_4: 'false' }),
    );

    assert.match(picker(result).complaints[0]?.text ?? '', /200 are the most/);
    assert.deepEqual([...(picker(result).ticked ?? [])], [3]);
    assert.deepEqual(whats, ['history.looked']);
    assert.equal((await read(draft.id)).ver, next.ver);
  });

  it('counts what was picked, what of it is left out and why, and goes on', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const { result, whats } = await during(world, () =>
      press(OWNER, 'move.pick.done', moveIn(first), boxes(first, [1, 2, 3, 4])),
    );

    const { sealed: kept } = moveIn(result).draft;
    assert.deepEqual([kept?.plan.posts, kept?.plan.dropped], [2, { outside: 1, 'past-period': 1 }]);
    assert.deepEqual(whats, ['history.picked']);
    const on = await press(OWNER, 'move.history.next', moveIn(result), { history: 'selected-records' });
    assert.notEqual(moveIn(on).draft.step, 'history');
  });

  it('does not go on when nothing of what was picked can go along', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const done = await press(OWNER, 'move.pick.done', moveIn(first), boxes(first, [1]));
    const view = await press(OWNER, 'move.history.next', moveIn(done), { history: 'selected-records' });

    assert.ok(view.kind === 'wizard');
    assert.match(view.complaints[0]?.text ?? '', /nothing that you picked can go along/);
  });

  for (const mode of ['native-import', 'sealed-transcript'] as const)
    it(`leaves what is marked as private out of ${mode}, with a count of its own`, async () => {
      const draft = await sealed(mode);
      const first = await press(OWNER, 'move.pick.open', draft);
      const done = await press(OWNER, 'move.pick.done', moveIn(first), boxes(first, [3, 5]));

      const before = draft.draft.sealed?.plan;
      const { plan } = moveIn(done).draft.sealed!;
      assert.equal(picker(first).list, 'private');
      assert.equal(plan.posts, (before?.posts ?? 0) - 2);
      assert.deepEqual(plan.dropped, { ...before?.dropped, private: 2 });
    });

  it('takes what is picked as a record for private no more', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('sealed-transcript'));
    const done = await press(OWNER, 'move.pick.done', moveIn(first), boxes(first, [3, 5]));
    const other = await press(OWNER, 'move.history.next', moveIn(done), { history: 'selected-records' });
    const again = await press(OWNER, 'move.pick.open', moveIn(other));
    const picked = await press(OWNER, 'move.pick.done', moveIn(again), boxes(again, [3]));

    const { history, draft } = moveIn(picked);
    assert.deepEqual([history.picked, history.withheld], [[3], [5]]);
    assert.equal(draft.sealed?.plan.posts, 1);
  });

  it('keeps nothing of a card that is out of date, and shows the step', async () => {
    const draft = await sealed('selected-records');
    await press(OWNER, 'move.pick.keep', draft, { e_3: 'true' });
    const view = await press(OWNER, 'move.pick.keep', draft, { e_4: 'true' });

    assert.ok(view.kind === 'wizard' && view.notice === OUT_OF_DATE);
    assert.deepEqual((await read(draft.id)).history.picked, [3]);
  });

  it('is for the owner in their own chat; what others try is recorded', async () => {
    const draft = await sealed('selected-records');
    const { result, events } = await during(world, () => press(TEACHER, 'move.pick.open', draft));
    const shared = await click(world, OWNER, 'move.pick.open', draft, {}, 'shared');

    assert.deepEqual([result.kind, shared.kind], ['refused', 'refused']);
    assert.deepEqual(
      events.map(({ what, details }) => [what, details]),
      [['access.refused', { action: 'move.pick.open', reason: 'not-the-owner' }]],
    );
  });

  it('asks for the export when it is not there any more, and knows the picks when it has come', async () => {
    const draft = await sealed('selected-records');
    const kept = await press(OWNER, 'move.pick.keep', draft, { e_3: 'true' });
    await vault.destroy(draft.id);
    const gone = await press(OWNER, 'move.pick.open', moveIn(kept));
    assert.ok(gone.kind === 'wizard');
    assert.deepEqual([gone.migration.draft.sealed, gone.migration.history.picked], [null, [3]]);

    const again = moveIn(drawn(await takeFile(world, actor(OWNER), chat(CHAT))));
    assert.deepEqual([again.draft.sealed?.picked, again.draft.sealed?.plan.posts], [1, 1]);
  });

  it('forgets the picks when another export is used: its entries have other numbers', async () => {
    const draft = await sealed('selected-records');
    await press(OWNER, 'move.pick.done', draft, { e_3: 'true' });
    const now = await read(draft.id);
    const elsewhere = { ...now, ver: now.ver + 1, draft: { ...now.draft, step: 'people' as const } };
    await world.store.transact((tx) => tx.putMigration(elsewhere));
    const reading = await takeFile(world, actor(OWNER), chat(CHAT.slice(1)));
    await press(OWNER, 'export.use', { id: reading.kind === 'export' ? reading.reading.id : '', ver: 0 });

    assert.deepEqual((await read(draft.id)).history.picked, []);
  });

  it('is counted once more when the move is submitted, and stands on the cards of those who decide', async () => {
    const first = await press(OWNER, 'move.pick.open', await sealed('selected-records'));
    const done = moveIn(await press(OWNER, 'move.pick.done', moveIn(first), boxes(first, [3, 4])));
    const destination = { kind: 'existing-team', teamId: TEAM_PROVED, channelName: 'Trips' } as const;
    const review = { ...done, ver: done.ver + 1, draft: { ...done.draft, destination, step: 'review' as const } };
    await world.store.transact((tx) => tx.putMigration(review));
    const sent = moveIn(await press(OWNER, 'move.submit', review, { approver: APPROVER }));

    assert.deepEqual([sent.state, sent.draft.sealed?.plan.posts, sent.history.picked], ['submitted', 2, [3, 4]]);
  });

  it('leaves no word of a message in the record, in the database or in what is remembered', async () => {
    const draft = await sealed('selected-records');
    const { result, events } = await during(world, () => press(OWNER, 'move.pick.open', draft));
    const { events: later } = await during(world, () =>
      press(OWNER, 'move.pick.done', moveIn(result), { e_3: 'true' }),
    );

    const stored = JSON.stringify([await read(draft.id), events, later]);
    for (const word of ['coach leaves', 'agreed', 'ring me']) assert.ok(!stored.includes(word), word);
  });
});
