import assert from 'node:assert/strict';
import { Actions, readAction, type Verb } from '../../src/conversation/actions.js';
import { act } from '../../src/conversation/all.js';
import { changesFor } from '../../src/conversation/corrections.js';
import type { World } from '../../src/conversation/world.js';
import type { HistoryOutcome, Incident, Migration, Outcome, State } from '../../src/migration/migration.js';
import type { Question } from '../../src/records/store.js';
import { copyOf, story, type Stage } from '../support/clicks.js';
import { held } from '../support/exports.js';
import { stored, submittedMove } from '../support/migrations.js';
import { testPolicy } from '../support/policy.js';
import { sealedForRecords, vaultWith } from '../support/sealed.js';
import { watched, type Done } from '../support/watched.js';
import { question } from '../support/questions.js';
import {
  actor,
  ADMIN,
  APPROVER,
  DPO,
  OTHER_APPROVER,
  OWNER,
  TEACHER,
  TEAM_PROVED,
  testWorld,
} from '../support/world.js';

/** A button, ready to be pressed: by whom, about what, with which answers. */
type Press = {
  readonly person: string;
  readonly id: string;
  readonly ver: number;
  readonly inputs?: Readonly<Record<string, string>> | undefined;
};

/**
 * Buttons that only show something. `summary.show` reads about others, and `export.discard` lets go of what only the memory holds: these
 * make an entry all the same.
 */
const SHOWING: readonly Verb[] = [
  'ask.open',
  'ask.dpo',
  'ask.dpo-check',
  'dpo.open',
  'home.queue',
  'home.ask',
  'home.help',
  'home.status',
  'move.open',
  'move.pick.open',
  'home.export',
  'export.discard',
  'approval.edit',
  'approval.pass',
  'approval.open',
  'officer.open',
  'run.refresh',
  'run.stop',
  'run.hold',
  'run.end-hold',
  'correction.list',
  'correction.ask',
  'summary.show',
];

/** Nobody of the school. */
const STRANGER = '00000000-0000-4000-8000-0000000000ff';

/** Buttons that are for whoever asks: they are about nobody's record but their own. */
const FOR_EVERYBODY: readonly Verb[] = [
  'home.ask',
  'home.help',
  'home.status',
  'home.move',
  'home.lost',
  'home.received',
  'home.export',
];

/** A history of which one message is missing. */
const DIFFERENT: HistoryOutcome = {
  sha256: 'ab'.repeat(32),
  plannedAt: new Date('2026-11-24T10:00:00Z'),
  posts: 12,
  dropped: {},
  sessions: 1,
  startedAt: new Date('2026-11-24T18:00:00Z'),
  overdueAt: null,
  completedAt: new Date('2026-11-24T18:10:00Z'),
  posted: 12,
  file: null,
  differences: { 'post-missing': 1 },
  found: [{ kind: 'post-missing', index: 3 }],
  reconciledAt: new Date('2026-11-24T18:12:00Z'),
  acceptedBy: null,
  destroyedAt: null,
};
const DIFFERS = { step: 'importing', code: 'history-differs', who: 'person', correlationId: 'c' } as const;

describe('every button that changes something', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let stages: Awaited<ReturnType<typeof story>>;
  let made = 0;

  before(async () => {
    const chat = [{ at: '2026-11-20T10:00', by: 'Gareth J', text: 'all back home' }];
    world = Object.assign(await testWorld({ policy: testPolicy() }), { vault: vaultWith(chat, new Map()) });
    stages = await story(world);
  });

  after(() => world.close());

  const asked = async (facets: Parameters<typeof question>[0], rest: Partial<Question> = {}): Promise<Press> => {
    const one: Question = { ...question(facets), ...rest, id: world.newId('ask'), ver: 1 };
    await world.store.transact((tx) => tx.putQuestion(one));
    return { person: OWNER, id: one.id, ver: 1 };
  };

  const withDpo = async (): Promise<Press> => {
    const escalation = { sentAt: world.now(), words: null, disputed: false, passedBy: [], answer: null };
    const press = await asked({}, { state: 'with-dpo', escalation });
    return { ...press, person: DPO };
  };

  /** Somebody was told no by an older policy where the one in force says yes. */
  const toldOtherwise = async (): Promise<Press> => {
    const { verdict } = question({ app: 'teams', audience: 'staff' });
    const old = { ...verdict!, verdict: 'not-allowed', policy: 'an older one' } as const;
    await asked({ app: 'teams', audience: 'staff' }, { verdict: old });
    const [change] = await world.store.transact((tx) => changesFor(tx, world));
    return { person: ADMIN, id: change?.id ?? '', ver: 0 };
  };

  const at = async (stage: Stage, inputs: Press['inputs'] = {}): Promise<Press> => {
    const { id, ver } = await copyOf(world, stages[stage]);
    return { person: OWNER, id, ver, inputs };
  };

  const moving = async (state: State, outcome: Partial<Outcome> = {}): Promise<Migration> => {
    const start = submittedMove(`mov-ENT${String((made += 1)).padStart(5, '0')}`, world.now());
    return stored(world, { ...start, state, outcome: { ...start.outcome, ...outcome } });
  };

  const running = async (person: string, state: State, outcome: Partial<Outcome> = {}): Promise<Press> => {
    const { id, ver } = await moving(state, outcome);
    return { person, id, ver };
  };

  /** A move whose chat goes along. */
  const withHistory = async (person: string, state: State, outcome: Partial<Outcome> = {}): Promise<Press> => {
    const id = `mov-HIS${String((made += 1)).padStart(5, '0')}`;
    const start = submittedMove(id, world.now(), { history: 'native-import' });
    await stored(world, { ...start, state, outcome: { ...start.outcome, ...outcome } });
    return { person, id, ver: 1 };
  };

  /** A draft whose export is sealed, with a message ticked. */
  const picking = async (): Promise<Press> => {
    const copy = await copyOf(world, stages.history);
    const { id, ver } = await stored(world, { ...copy, ver: 2, draft: { ...copy.draft, ...sealedForRecords() } });
    return { person: OWNER, id, ver, inputs: { e_0: 'true' } };
  };

  const attesting = async (inputs: Press['inputs']): Promise<Press> => {
    const { id } = await moving('closing');
    const unanswered = { reached: true, state: 'asked', done: [], note: '', answeredAt: null } as const;
    const statement = { migrationId: id, person: TEACHER, ver: 1, requestedAt: world.now(), ...unanswered };
    await world.store.transact((tx) => tx.putAttestation(statement));
    return { person: TEACHER, id, ver: 1, inputs };
  };

  const incident = async (): Promise<Press> => {
    const counts = { outsiders: 1, leavers: 0, pupils: 0 };
    const id = world.newId('inc');
    const one: Incident = {
      id,
      migrationId: null,
      kind: 'outside-reader',
      raisedBy: OWNER,
      at: world.now(),
      ...counts,
      state: 'open',
      exposure: null,
    };
    await world.store.transact((tx) => tx.putIncident(one));
    return { person: DPO, id, ver: 0 };
  };

  /** What was read from an export, before anything of it is kept. */
  const reading = async (): Promise<Press> => {
    const one = held({ readAt: world.now() });
    world.readings.hold(one);
    return { person: OWNER, id: one.id, ver: 0 };
  };

  const PROBLEM = { step: 'members', code: 'account-blocked', who: 'person', correlationId: 'c' } as const;
  const refused = {
    problem: PROBLEM,
    added: [{ person: TEACHER, result: 'refused', problem: 'account-blocked' }],
  } as const;
  const fresh = async (person: string): Promise<Press> => ({ person, id: 'none', ver: 0 });
  const unclear = { audience: 'unknown', content: ['none-stated'] } as const;
  const social = { audience: 'staff', content: ['social'] } as const;

  /** How each of them comes to be pressed; the compiler does not demand one, the first test does. */
  const PRESSES: Partial<Record<Verb, () => Promise<Press>>> = {
    'ask.answer': async () => ({ ...(await asked(unclear)), inputs: { content: 'logistics', audience: 'parents' } }),
    'ask.confirm': () => asked(social),
    'ask.change': () => asked({}),
    'ask.cancel': () => asked(unclear),
    'ask.dpo-send': async () => ({ ...(await asked({})), inputs: { words: 'May it be used for trips?' } }),
    'ask.dpo-facets': () => asked({}),
    'dpo.answer': async () => ({ ...(await withDpo()), inputs: { answer: 'Yes, from the school’s own phone.' } }),
    'dpo.pass': () => withDpo(),
    'ask.move': async () => asked({}),
    'correction.send': toldOtherwise,
    'home.move': () => fresh(TEACHER),
    'home.lost': () => fresh(OWNER),
    'home.received': () => fresh(OWNER),
    'move.submit': () => at('review', { approver: APPROVER }),
    'move.cancel': () => at('people'),
    'approval.approve': () => running(APPROVER, 'submitted'),
    'approval.send-back': async () => ({ ...(await running(APPROVER, 'submitted')), inputs: { reason: 'Too many.' } }),
    'approval.pass-to': async () => ({
      ...(await running(APPROVER, 'submitted')),
      inputs: { approver: OTHER_APPROVER },
    }),
    'approval.edit-save': async () => ({
      ...(await running(APPROVER, 'submitted')),
      inputs: { team: TEAM_PROVED, channelName: 'Year 6 trips' },
    }),
    'approval.waive': () => running(APPROVER, 'retention-pending', { teamId: 'a-team' }),
    'approval.accept': () => withHistory(APPROVER, 'importing', { history: DIFFERENT, problem: DIFFERS }),
    'officer.approve': () => withHistory(DPO, 'submitted'),
    'officer.send-back': async () => ({ ...(await withHistory(DPO, 'submitted')), inputs: { reason: 'Too much.' } }),
    'object.object': () => withHistory(TEACHER, 'objecting'),
    'run.fresh-start': () => withHistory(OWNER, 'submitted'),
    'run.retry': () => running(OWNER, 'members', refused),
    'run.skip': () => running(OWNER, 'members', refused),
    'run.stop-now': () => running(APPROVER, 'members'),
    'run.hold-now': () => running(OWNER, 'closing'),
    'run.end-hold-now': () =>
      running(DPO, 'closing', { holds: [{ by: OWNER, at: world.now(), attested: 0, ended: null }] }),
    'run.noticed': () => running(OWNER, 'notifying'),
    'run.unposted': () => running(OWNER, 'notifying'),
    'run.close': async () => ({ ...(await attesting({})), person: OWNER, inputs: {} }),
    'attest.confirm': () => attesting({ done: 'left,chat,gallery,backup,devices' }),
    'attest.cannot': () => attesting({ done: 'left' }),
    'export.use': () => reading(),
    'incident.decide': incident,
  };

  /** The steps of the wizard save what is answered, whichever of their buttons is pressed. */
  function pressOf(verb: Verb): (() => Promise<Press>) | undefined {
    const [, step] = /^move\.(group|gates|people|history|destination|retention|review)\./.exec(verb) ?? [];
    if (step !== undefined) return () => at(step as Stage);
    if (verb.startsWith('move.pick.') && !SHOWING.includes(verb)) return picking;
    return verb.startsWith('move.goto.') ? () => at('review') : PRESSES[verb];
  }

  for (const verb of Object.keys(Actions) as Verb[])
    it(`${verb} ${SHOWING.includes(verb) ? 'only shows' : 'changes something, with its entry in the same transaction'}`, async () => {
      if (SHOWING.includes(verb)) return assert.equal(pressOf(verb), undefined);
      const press = await pressOf(verb)?.();
      assert.ok(press !== undefined, `nobody says how ${verb} is pressed`);
      const done: Done[] = [];
      // Whoever passes a question on leaves it to another officer.
      const organisation = { ...world.organisation, dpo: [DPO, OTHER_APPROVER] };
      const watching: World = { ...world, organisation, store: watched(world.store, done) };
      const action = readAction(verb, { id: press.id, ver: press.ver, ...press.inputs });
      assert.ok(action !== null);

      await act(watching, actor(press.person), action);

      const changes = done.filter(({ written }) => written.length > 0);
      assert.equal(changes.length, 1, `${verb} changed nothing, or more than once`);
      assert.ok(changes.every(({ entries }) => entries > 0));
    });

  for (const verb of (Object.keys(Actions) as Verb[]).filter((one) => !FOR_EVERYBODY.includes(one)))
    it(`${verb} is refused to a stranger, changes nothing, and leaves access.refused`, async () => {
      const press = await shownTo(verb);
      const done: Done[] = [];
      const watching: World = { ...world, store: watched(world.store, done) };
      const action = readAction(verb, { id: press.id, ver: press.ver, ...press.inputs });
      assert.ok(action !== null);

      await act(watching, actor(STRANGER), action);

      assert.deepEqual(
        done.flatMap(({ written }) => written),
        [],
      );
      assert.equal(
        done.reduce((sum, { entries }) => sum + entries, 0),
        1,
      );
      const newest = await newestEntry();
      assert.deepEqual([newest['what'], newest['who']], ['access.refused', STRANGER]);
    });

  /** What a stranger may have seen the id of. */
  async function shownTo(verb: Verb): Promise<Press> {
    const { subject } = Actions[verb];
    if (subject === 'change') return { person: STRANGER, id: 'chg-TEST0001', ver: 0 };
    const press = await pressOf(verb)?.();
    if (press !== undefined) return press;
    if (subject === 'question') return asked({});
    if (subject === 'migration') return running(OWNER, 'submitted');
    return subject === 'reading' ? reading() : fresh(STRANGER);
  }

  async function newestEntry(): Promise<Readonly<Record<string, unknown>>> {
    let newest = '{}';
    for await (const entry of world.store.entries()) if ('canonical' in entry) newest = entry.canonical;
    return JSON.parse(newest) as Readonly<Record<string, unknown>>;
  }

  it('and no button that only shows something changes anything', async () => {
    const { id, ver } = await moving('retention-pending', { teamId: 'a-team' });
    const asking = await asked({});
    const done: Done[] = [];
    const watching: World = { ...world, store: watched(world.store, done) };
    for (const verb of SHOWING) {
      const { subject } = Actions[verb];
      const change = { id: 'chg-TEST0001', ver: 0 };
      const reading = { id: 'rdg-TEST0001', ver: 0 };
      const known = {
        none: { id: 'none', ver: 0 },
        question: asking,
        change,
        migration: { id, ver },
        reading,
      } as const;
      const about = known[subject as keyof typeof known];
      const action = readAction(verb, { id: about.id, ver: about.ver });
      assert.ok(action !== null);
      for (const person of [OWNER, APPROVER, TEACHER, DPO, ADMIN]) await act(watching, actor(person), action);
    }
    assert.deepEqual(
      done.flatMap(({ written }) => written),
      [],
    );
  });
});
