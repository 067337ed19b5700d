import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Verb } from '../../src/conversation/actions.js';
import { FileProblem, LARGEST_FILE, severalFiles, takeFile, type GivenFile } from '../../src/conversation/exports.js';
import { say } from '../../src/conversation/messages.js';
import { OUT_OF_DATE } from '../../src/conversation/moves.js';
import { HELD_MS } from '../../src/conversation/readings.js';
import type { View } from '../../src/conversation/view.js';
import type { World } from '../../src/conversation/world.js';
import type { Migration } from '../../src/migration/migration.js';
import { render } from '../../src/edges/teams/cards/render.js';
import { ANSWERS, cancelDrafts, click, copyOf, moveIn, story, type Stage } from '../support/clicks.js';
import { cardProblems } from '../support/cards.js';
import { testPolicy } from '../support/policy.js';
import { testScene } from '../support/scene.js';
import { actor, APPROVER, DPO, during, OWNER, PEOPLE, TEACHER, testWorld } from '../support/world.js';
import { exported, residential, SECRETS, zipped, type Line } from '../support/whatsapp.js';

type ExportView = Extract<View, { readonly kind: 'export' }>;

const GROUP = 'Year 6 residential';
const CHAT: readonly Line[] = [
  { at: '2023-02-17T08:01', by: null, text: `Nadia Fernsby created group "${GROUP}"` },
  { at: '2023-02-17T08:03', by: null, text: 'Nadia Fernsby added Dave Coaches' },
  { at: '2023-02-17T08:10', by: 'Nadia Fernsby', text: 'the coach leaves at eight' },
  { at: '2023-02-18T09:12', by: 'Dave Coaches', text: 'ring me on 07700 900771' },
  { at: '2023-02-18T09:13', by: 'Gareth J', text: '<Media omitted>' },
  { at: '2024-03-05T10:00', by: '+44 7700 900123', text: 'who takes the asthma pump' },
  { at: '2024-07-19T15:30', by: null, text: 'Dave Coaches left' },
  { at: '2026-11-20T16:40', by: 'Gareth J', text: 'all back home' },
];

let world: Awaited<ReturnType<typeof testWorld>>;
let stages: Awaited<ReturnType<typeof story>>;
let now = new Date('2026-11-24T10:00:00Z');

function given(text: string | Uint8Array, rest: Partial<GivenFile> = {}): GivenFile {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return { name: `WhatsApp Chat with ${GROUP}.txt`, bytes: bytes.byteLength, fetch: async () => bytes, ...rest };
}

const android = (lines: readonly Line[]) => exported(lines, { platform: 'android', order: 'dmy' });
const chat = () => given(android(CHAT));

function exportIn(view: View): ExportView {
  assert.equal(view.kind, 'export');
  return view as ExportView;
}

function press(person: string, verb: Verb, id: string, inputs = {}, ver = 0): Promise<View> {
  return click(world, person, verb, { id, ver }, inputs);
}

const stored = async (id: string) => (await world.store.transact((tx) => tx.migration(id)))!;
const upTo = (stage: Stage) => copyOf(world, stages[stage]);

function drawn(view: View): View {
  const words = [GROUP, 'Dave Coaches', 'Gareth J', '+44 7700 900123', 'Year 6 staff', 'Site team'];
  const theirs = [...words, ...PEOPLE.map(({ displayName }) => displayName)];
  for (const sandbox of [true, false]) assert.deepEqual(cardProblems(render(view, testScene({ sandbox })), theirs), []);
  return view;
}

describe('an export that somebody sends', () => {
  before(async () => {
    world = await testWorld({ policy: testPolicy(), now: () => now });
    stages = await story(world);
  });
  after(() => world.close());
  beforeEach(() => cancelDrafts(world));

  describe('takeFile()', () => {
    it('reads it, shows what it read, and lets go of the file', async () => {
      const file = chat();
      const { result, events, whats } = await during(world, () => takeFile(world, actor(OWNER), file));

      const view = exportIn(drawn(result));
      const [found] = view.reading.inspection.readings;
      const sha256 = createHash('sha256')
        .update(await file.fetch())
        .digest('hex');
      assert.equal(found.group, GROUP);
      assert.equal(found.entries, CHAT.length);
      assert.deepEqual(whats, ['export.received', 'export.read', 'export.discarded']);
      assert.deepEqual(events[0]?.['details'], { sha256, bytes: file.bytes });
      assert.deepEqual(events[2]?.['details'], { sha256, held: 'memory' });
      assert.equal(events[1]?.['who'], OWNER);
    });

    it('keeps nothing of it before its owner says so', async () => {
      await takeFile(world, actor(OWNER), chat());

      const moves = await world.store.transact((tx) => tx.migrationsOf(OWNER));
      assert.ok(
        moves.every(({ draft, state }) => state === 'cancelled' || state === 'submitted' || draft.exported === null),
      );
    });

    it('records no name, number or word of it', async () => {
      const lines = residential({ ambiguous: false });
      const { name, bytes } = zipped(android(lines), 'android', GROUP);
      const { events } = await during(world, async () => {
        const view = exportIn(await takeFile(world, actor(OWNER), given(bytes, { name })));
        await press(OWNER, 'export.use', view.reading.id);
      });

      const log = JSON.stringify(events);
      for (const secret of [...SECRETS.texts, ...SECRETS.numbers, ...SECRETS.names, GROUP, 'Amara'])
        assert.ok(!log.includes(secret), `the audit record has ${secret}`);
    });

    it('keeps no number and no word in the database either', async () => {
      const view = exportIn(await takeFile(world, actor(OWNER), given(android(residential({ ambiguous: false })))));
      const kept = moveIn(await press(OWNER, 'export.use', view.reading.id));

      const row = JSON.stringify(await stored(kept.id));
      for (const secret of [...SECRETS.texts, ...SECRETS.numbers])
        assert.ok(!row.includes(secret), `${secret} is kept`);
      assert.ok(row.includes('Dave Coaches'), 'names are kept until the move is submitted');
    });

    const NOT_READ: readonly (readonly [string, GivenFile, readonly string[], RegExp])[] = [
      [
        'a photo',
        given(Buffer.from('ffd8ffe000104a464946', 'hex')),
        ['export.received', 'export.unreadable'],
        /WhatsApp/,
      ],
      ['a note', given('Milk, eggs and bread.'), ['export.received', 'export.unreadable'], /once more/],
      ['an empty file', given(''), ['export.received', 'export.unreadable'], /once more/],
      ['a broken zip', given(Buffer.from('504b0304ffff', 'hex')), ['export.received', 'export.unreadable'], /./],
    ];
    for (const [what, file, entries, next] of NOT_READ)
      it(`says what to do about ${what}, and lets go of it`, async () => {
        const { result, whats } = await during(world, () => takeFile(world, actor(OWNER), file));

        assert.equal(drawn(result).kind, 'export-problem');
        assert.match(JSON.stringify(result), next);
        assert.deepEqual(whats, [...entries, 'export.discarded']);
      });

    for (const code of ['too-large', 'not-there', 'host-not-allowed', 'slow'] as const)
      it(`says what to do when the file is ${code}`, async () => {
        const fetch = async () => {
          throw new FileProblem(code);
        };
        const { result, events, whats } = await during(world, () =>
          takeFile(world, actor(OWNER), given('', { fetch })),
        );

        assert.equal(drawn(result).kind, 'export-problem');
        assert.deepEqual(whats, ['export.not-fetched']);
        assert.deepEqual(events[0]?.['details'], { code });
      });

    it('does not fetch a file that is said to be too large, and does not read one that is', async () => {
      const large = Buffer.alloc(LARGEST_FILE + 1);
      let fetched = 0;
      const fetch = async () => ((fetched += 1), large);
      const said = await takeFile(world, actor(OWNER), { name: 'a.zip', bytes: LARGEST_FILE + 1, fetch });
      const unsaid = await during(world, () => takeFile(world, actor(OWNER), { name: 'a.zip', bytes: null, fetch }));

      assert.equal(fetched, 1);
      assert.deepEqual([said.kind, unsaid.result.kind], ['export-problem', 'export-problem']);
      assert.match(JSON.stringify(unsaid.result), /Without media/);
      assert.deepEqual(unsaid.whats, ['export.not-fetched']);
    });

    it('records that the file was let go of also when something of ours fails', async () => {
      const broken: World = {
        ...world,
        now: () => now,
        readings: {
          ...world.readings,
          hold: () => {
            throw new Error('no room');
          },
        },
      };
      const { whats } = await during(world, () => assert.rejects(takeFile(broken, actor(OWNER), chat()), /no room/));

      assert.deepEqual(whats, ['export.received', 'export.read', 'export.discarded']);
    });

    it('reads nothing where others read along', async () => {
      let fetched = 0;
      const fetch = async () => ((fetched += 1), Buffer.alloc(0));
      const { result, whats } = await during(world, () =>
        takeFile(world, actor(OWNER, 'shared'), { name: 'a.txt', bytes: 9, fetch }),
      );

      assert.equal(result.kind, 'refused');
      assert.equal(fetched, 0);
      assert.deepEqual(whats, ['access.refused']);
    });

    it('takes one file at a time', () => {
      assert.match(JSON.stringify(drawn(severalFiles(3))), /3 files/);
    });
  });

  describe('export.use', () => {
    it('begins a move with the name of the group and the people', async () => {
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      assert.equal(view.into, null);
      const { result, events, whats } = await during(world, () =>
        press(OWNER, 'export.use', view.reading.id, { zone: 'Asia/Dubai' }),
      );

      const { draft, ver, id } = moveIn(drawn(result));
      assert.equal(ver, 1);
      assert.equal(draft.groupName, GROUP);
      assert.equal(draft.step, 'group');
      assert.equal(draft.exported?.zone, 'Asia/Dubai');
      assert.deepEqual(
        draft.members.map(({ label, suggested, person, class: kind }) => [label, suggested, person, kind]).sort(),
        [
          ['', null, OWNER, 'staff'],
          ['Dave Coaches', null, null, null],
          ['Gareth J', TEACHER, null, null],
          ['Number 1', null, null, null],
        ],
      );
      const dave = draft.members.find(({ label }) => label === 'Dave Coaches');
      assert.equal(dave?.seen?.left, '2024-07-19T15:30');
      assert.deepEqual(whats, ['migration.started', 'export.used']);
      assert.deepEqual(events[1]?.['subjectId'], id);
      assert.deepEqual(await stored(id), moveIn(result));
    });

    it('goes into the newest draft, at the people step, beside those who are there', async () => {
      const before = await upTo('people');
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      assert.equal(view.into, before.draft.groupName);
      const { result, whats } = await during(world, () => press(OWNER, 'export.use', view.reading.id));

      const after = moveIn(drawn(result));
      assert.equal(after.id, before.id);
      assert.equal(after.ver, before.ver + 1);
      assert.equal(after.draft.step, 'people');
      assert.deepEqual(whats, ['export.used']);
      assert.match(JSON.stringify(result), /3 people added\. 1 in the list already\./);
    });

    it('changes nothing when it is pressed again: the move is shown as it is', async () => {
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      const kept = moveIn(await press(OWNER, 'export.use', view.reading.id));
      const { result, events } = await during(world, () => press(OWNER, 'export.use', view.reading.id));
      const discarded = await press(OWNER, 'export.discard', view.reading.id);

      assert.deepEqual([moveIn(result), events], [kept, []]);
      assert.match(JSON.stringify(result), new RegExp(OUT_OF_DATE));
      assert.deepEqual(moveIn(discarded), kept);
    });

    it('takes the same file again without doubling anybody', async () => {
      const first = exportIn(await takeFile(world, actor(OWNER), chat()));
      const once = moveIn(await press(OWNER, 'export.use', first.reading.id));
      const second = exportIn(drawn(await takeFile(world, actor(OWNER), chat())));
      const twice = moveIn(await press(OWNER, 'export.use', second.reading.id));

      assert.equal(second.again, true);
      assert.deepEqual(twice.draft.members, once.draft.members);
    });

    it('asks which date is right, and takes the answer', async () => {
      const lines = CHAT.map((one) => ({ ...one, at: `2024-03-05T${one.at.slice(11)}` }));
      const view = exportIn(drawn(await takeFile(world, actor(OWNER), given(android(lines)))));
      const [first, second] = view.reading.inspection.readings;
      assert.ok(second !== undefined, 'the file leaves the order of its dates open');

      const { result, events } = await during(world, () => press(OWNER, 'export.use', view.reading.id));
      const asked = exportIn(drawn(result));
      const odd = exportIn(
        drawn(await press(OWNER, 'export.use', view.reading.id, { order: 'ymd', zone: 'Mars/Base' })),
      );
      const kept = moveIn(await press(OWNER, 'export.use', view.reading.id, { order: second.order }));

      assert.deepEqual(events, []);
      assert.deepEqual(
        [asked, odd].map(({ complaints }) => complaints.map(({ field }) => field)),
        [['order'], ['order', 'zone']],
      );
      assert.equal(kept.draft.exported?.order, second.order);
      assert.equal(kept.draft.exported?.oldest, second.oldest);
      assert.notEqual(first.oldest, second.oldest);
    });

    it('is for whoever sent the file', async () => {
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      const { result, whats } = await during(world, () => press(TEACHER, 'export.use', view.reading.id));

      assert.equal(result.kind, 'refused');
      assert.deepEqual(whats, ['access.refused']);
      assert.equal((await press(OWNER, 'export.use', view.reading.id)).kind, 'wizard');
    });

    it('says that the file has to come again after half an hour or a restart', async () => {
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      const start = now;
      now = new Date(start.getTime() + HELD_MS);
      const late = await press(OWNER, 'export.use', view.reading.id);
      now = start;
      const unknown = await press(OWNER, 'export.use', 'rdg-NEVERWAS');

      for (const gone of [late, unknown]) assert.match(JSON.stringify(drawn(gone)), /Send the file here again/);
    });

    it('shows once more where it goes when that draft is a draft no more', async () => {
      const before = await upTo('people');
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      await press(OWNER, 'move.cancel', before.id, {}, before.ver);
      const again = exportIn(drawn(await press(OWNER, 'export.use', view.reading.id)));
      const kept = moveIn(await press(OWNER, 'export.use', view.reading.id));

      assert.equal(again.into, null);
      assert.match(again.notice ?? '', /cannot be changed/);
      assert.notEqual(kept.id, before.id);
      assert.equal((await stored(before.id)).draft.exported, null);
    });
  });

  describe('export.discard', () => {
    it('lets go of what was read, records it once, and changes no draft', async () => {
      const before = await upTo('people');
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      const { result, whats } = await during(world, () => press(OWNER, 'export.discard', view.reading.id));

      assert.equal(drawn(result).kind, 'export-discarded');
      assert.deepEqual(whats, ['export.left-out']);
      assert.equal(world.readings.find(view.reading.id, now), null);
      assert.deepEqual(await stored(before.id), before);
    });
  });

  describe('after it was used', () => {
    /** To the submission, with the people of the export decided. */
    async function submitted(): Promise<Migration> {
      const view = exportIn(await takeFile(world, actor(OWNER), chat()));
      let move = moveIn(await press(OWNER, 'export.use', view.reading.id));
      const go = async (verb: Verb, inputs: object = {}) => {
        move = moveIn(drawn(await press(OWNER, verb, move.id, inputs, move.ver)));
      };
      const [group, gates, , , ...rest] = ANSWERS;
      for (const [verb, inputs] of [group!, gates!]) await go(verb, inputs);
      const field = (label: string) => `m_${move.draft.members.find((one) => one.label === label)!.id}`;
      await go('move.people.next', {
        [field('Dave Coaches')]: 'outsider',
        [field('Gareth J')]: 'yes',
        [field('Number 1')]: 'leaver',
      });
      for (const [verb, inputs] of rest) await go(verb, inputs);
      return move;
    }

    it('tells the DPO what outsiders could see and since when, and forgets the names', async () => {
      const move = await submitted();

      assert.equal(move.state, 'submitted');
      assert.ok(move.draft.members.every(({ label }) => label === ''));
      assert.ok(move.draft.members.some(({ seen, class: kind }) => kind === 'outsider' && seen?.left !== null));
      const [incident] = await world.store.transact((tx) => tx.incidentsOf(move.id));
      assert.deepEqual(
        { ...incident?.exposure, kinds: null, traces: null },
        {
          seen: 2,
          since: '2023-02-17T08:03',
          until: null,
          zone: 'Europe/London',
          entries: CHAT.length,
          oldest: '2023-02-17T08:01',
          newest: '2026-11-20T16:40',
          kinds: null,
          traces: null,
        },
      );
      assert.equal(incident?.exposure?.traces.phoneNumbers, 1);
      const decided = await press(DPO, 'incident.decide', incident!.id);
      assert.equal(decided.kind === 'incident' && decided.incident.exposure?.seen, 2);
    });

    it('shows the approver what the people are based on', async () => {
      const move = await submitted();
      const view = await press(APPROVER, 'approval.open', move.id, {}, move.ver);

      assert.match(
        JSON.stringify(render(view, testScene({ reader: APPROVER }))),
        /8 entries, 17 Feb 2023 to 20 Nov 2026/,
      );
    });

    it('takes out staff who have left the group', async () => {
      const lines = [...CHAT, { at: '2026-11-20T17:00', by: null, text: 'Gareth J left' }];
      const view = exportIn(await takeFile(world, actor(OWNER), given(android(lines))));
      let move = moveIn(await press(OWNER, 'export.use', view.reading.id));
      for (const [verb, inputs] of ANSWERS.slice(0, 2))
        move = moveIn(await press(OWNER, verb, move.id, inputs, move.ver));
      const gareth = move.draft.members.find(({ label }) => label === 'Gareth J')!;
      const number = move.draft.members.find(({ label }) => label === 'Number 1')!;
      const answers = { [`m_${gareth.id}`]: 'gone', [`m_${number.id}`]: 'gone' };
      const after = moveIn(await press(OWNER, 'move.people.next', move.id, answers, move.ver));

      const labels = after.draft.members.map(({ label }) => label);
      assert.ok(!labels.includes('Gareth J'));
      assert.ok(labels.includes('Number 1'), 'nobody has seen them leave');
    });
  });

  describe('how to export', () => {
    it('is shown from the people step, which keeps what is typed, and for a command', async () => {
      const move = await upTo('people');
      const shown = drawn(await press(OWNER, 'move.people.export', move.id, { names: 'Bob Ashdown' }, move.ver));
      const kept = await stored(move.id);

      assert.deepEqual(shown, { kind: 'export-how', draft: { id: move.id, ver: move.ver + 1 } });
      assert.ok(kept.draft.members.some(({ label }) => label === 'Bob Ashdown'));
      assert.equal((await press(OWNER, 'move.open', move.id, {}, kept.ver)).kind, 'wizard');
      assert.deepEqual(await say(world, actor(OWNER), 'Use a WhatsApp export'), shown);
      assert.equal((await say(world, actor(OWNER, 'shared'), 'export')).kind, 'refused');
    });

    it('leads to a new move where there is none', async () => {
      assert.deepEqual(await say(world, actor(OWNER), 'export'), { kind: 'export-how', draft: null });
    });
  });
});
