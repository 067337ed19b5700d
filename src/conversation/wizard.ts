import type { Complaint } from '../migration/complaint.js';
import { saveDestination } from '../migration/destination.js';
import type { Draft, Migration, Step } from '../migration/migration.js';
import { WorkplaceProblem } from '../migration/ports.js';
import { answered, askWorkplace, unchecked } from './workplace-asked.js';
import {
  backward,
  closedGate,
  complaintsOf,
  forward,
  goTo,
  saveGates,
  saveGroup,
  withDraft,
  type ClosedGate,
} from '../migration/wizard.js';
import type { Inputs, Verb } from './actions.js';
import type { Handlers } from './handlers.js';
import { historyActs } from './history-step.js';
import { complained, onDraft, onStep, placesOf, rulesOf, saved, wizard, type Act, type Done } from './moves.js';
import { peopleActs } from './people.js';
import { pickingActs } from './picking.js';
import { submissionActs } from './submission.js';
import type { World } from './world.js';

/** The steps that are saved as a whole; people, history and the review have ways of their own. */
type Plain = 'group' | 'gates' | 'destination' | 'retention';
type Fields = Readonly<Record<string, string>>;
type MoveVerb = Extract<Verb, `move.${string}`>;

/** How a step keeps what was typed and chosen in it. */
type Screen<S extends Plain, I> = {
  readonly step: S;
  readonly save: (draft: Draft, inputs: I, world: World) => Draft;
  /** What only Microsoft 365 knows; asked when nothing else is wrong. */
  readonly ask?: (draft: Draft, world: World) => Promise<readonly Complaint[]>;
};

const GROUP: Screen<'group', Inputs<'move.group.next'>> = {
  step: 'group',
  save: (draft, inputs, { policy }) => saveGroup(draft, inputs, policy),
};
const GATES: Screen<'gates', Inputs<'move.gates.next'>> = { step: 'gates', save: saveGates };
const RETENTION: Screen<'retention', Fields> = { step: 'retention', save: (draft) => draft };
const DESTINATION: Screen<'destination', Inputs<'move.destination.next'>> = {
  step: 'destination',
  save: (draft, inputs, { organisation }) => saveDestination(draft, inputs, placesOf(organisation)),
  ask: askWorkplace,
};

/** Every card of the wizard, and where a move begins. */
export const wizardActs = {
  ...submissionActs,
  ...peopleActs,
  'move.group.next': next(GROUP),
  'move.group.save': later(GROUP),
  'move.gates.next': next(GATES),
  'move.gates.back': back(GATES),
  'move.gates.save': later(GATES),
  ...historyActs,
  ...pickingActs,
  'move.destination.next': next(DESTINATION),
  'move.destination.back': back(DESTINATION),
  'move.destination.save': later(DESTINATION),
  'move.retention.next': next(RETENTION),
  'move.retention.back': back(RETENTION),
  'move.retention.save': later(RETENTION),
  'move.goto.group': changing('group'),
  'move.goto.gates': changing('gates'),
  'move.goto.people': changing('people'),
  'move.goto.history': changing('history'),
  'move.goto.destination': changing('destination'),
  'move.goto.retention': changing('retention'),
} satisfies Handlers<MoveVerb | 'home.move' | 'ask.move'>;

/** "Continue": keeps the answers, and goes on when the step is complete and no gate is closed. */
function next<I extends Fields>({ step, save, ask }: Screen<Plain, I>): Act<I> {
  return (world, actor, target, inputs) =>
    onStep(world, actor, target, `move.${step}.next`, step, async (migration) => {
      const rules = rulesOf(world);
      const draft = save(migration.draft, inputs, world);
      const gate = closedGate(step, draft, rules);
      if (gate !== null) return gateClosed(migration, draft, gate, world.now());
      const stay = (complaints: readonly Complaint[]) =>
        saved(world, migration, draft, (kept) => wizard(kept, { complaints, typed: complained(inputs, complaints) }));
      const complaints = complaintsOf(step, draft, rules);
      if (complaints.length > 0) return stay(complaints);
      const asked = ask === undefined ? [] : await answered(ask(draft, world));
      if (asked instanceof WorkplaceProblem) return saved(world, migration, draft, () => unchecked(asked));
      if (asked.length > 0) return stay(asked);
      return saved(world, migration, forward(draft, migration.draft, rules), wizard);
    });
}

/** "Back": keeps the answers, complete or not. */
function back<I extends Fields>({ step, save }: Screen<Exclude<Plain, 'group'>, I>): Act<I> {
  return (world, actor, target, inputs) =>
    onStep(world, actor, target, `move.${step}.back`, step, (migration) =>
      saved(world, migration, backward(save(migration.draft, inputs, world)), wizard),
    );
}

/** "Finish later": keeps the answers, complete or not. */
function later<I extends Fields>({ step, save }: Screen<Plain, I>): Act<I> {
  return (world, actor, target, inputs) =>
    onStep(world, actor, target, `move.${step}.save`, step, (migration) =>
      saved(world, migration, save(migration.draft, inputs, world), (kept) => ({
        kind: 'draft-saved',
        migration: kept,
      })),
    );
}

/** "Change" on the review and on a closed gate: to that step, or to an incomplete one before it. */
function changing(step: Exclude<Step, 'review'>): Act<object> {
  return (world, actor, target) =>
    onDraft(world, actor, target, `move.goto.${step}`, (migration) =>
      saved(world, migration, goTo(migration.draft, step, rulesOf(world)), wizard),
    );
}

function gateClosed(migration: Migration, draft: Draft, { gate, answer }: ClosedGate, now: Date): Done {
  const kept = withDraft(migration, draft, now);
  return {
    migration: kept,
    events: [
      { what: 'migration.saved', details: { step: draft.step } },
      { what: 'migration.gate-closed', details: { gate, answer } },
    ],
    view: { kind: 'gate-closed', migration: kept, gate },
  };
}
