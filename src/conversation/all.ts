import type { Action, Verb } from './actions.js';
import { approvalActs } from './approvals.js';
import { correctionActs } from './corrections.js';
import { editActs } from './editing.js';
import { exportActs } from './exporting.js';
import type { Handler, Handlers } from './handlers.js';
import { historyDecisions } from './histories-decided.js';
import { officerActs } from './officer.js';
import { questionActs } from './questions.js';
import { runActs } from './runs.js';
import { readStatus } from './status.js';
import { readSummary } from './summary.js';
import type { View } from './view.js';
import { wizardActs } from './wizard.js';
import type { Actor, World } from './world.js';

/** What every button does. */
const ACTS: Handlers = {
  ...questionActs,
  ...officerActs,
  ...correctionActs,
  ...wizardActs,
  ...exportActs,
  ...approvalActs,
  ...editActs,
  ...runActs,
  ...historyDecisions,
  'home.status': readStatus,
  'summary.show': (world, actor, _, { period }) => readSummary(world, actor, period),
};

/** Does what a card asks, if this person may, records it, and answers with what to show. */
export function act(world: World, actor: Actor, { verb, id, ver, inputs }: Action): Promise<View> {
  // The inputs were parsed for this verb, which the compiler cannot follow through the table.
  const handler = ACTS[verb] as Handler<Verb>;
  return handler(world, actor, { id, ver }, inputs as never);
}
