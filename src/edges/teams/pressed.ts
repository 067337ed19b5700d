import { readAction, type Action } from '../../conversation/actions.js';
import type { GivenFile } from '../../conversation/exports.js';
import { refuse } from '../../conversation/refusal.js';
import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';
import { StaleVersion } from '../../records/store.js';
import { noteRefusal } from './notes.js';
import { OWN_CHAT } from './shared.js';

/** What is said and done in answer: the core's side of a turn. */
export type Conversation = {
  say(world: World, actor: Actor, text: string): Promise<View>;
  act(world: World, actor: Actor, action: Action): Promise<View>;
  /** Reads a file that somebody has attached. Never throws for what is wrong with the file: the view says so. */
  takeFile(world: World, actor: Actor, file: GivenFile): Promise<View>;
  severalFiles(files: number): View;
};

type Act = Conversation['act'];
/** As the client sent it. */
type Button = { readonly verb: unknown; readonly data: unknown };

/** What a button leads to. */
export async function pressed(world: World, actor: Actor, button: Button, act: Act): Promise<View> {
  const action = readAction(button.verb, button.data);
  if (action === null) return unknownButton(world, actor);
  if (actor.place === 'shared') return inOwnChat(world, actor, action);
  return settled(world, actor, action, act);
}

/** The same press, delivered once more: it shows how things stand and does nothing a second time. */
export async function again(world: World, actor: Actor, button: Button, act: Act): Promise<View> {
  const action = readAction(button.verb, button.data);
  // Everything else carries the version that it is about, and that version is gone once it was done.
  const isStart = action?.verb === 'home.move';
  return pressed(world, actor, isStart ? { verb: 'home.status', data: { id: 'none', ver: 0 } } : button, act);
}

/** When somebody else changed the record in between, the second try finds it changed and shows it as it is now. */
async function settled(world: World, actor: Actor, action: Action, act: Act): Promise<View> {
  try {
    return await act(world, actor, action);
  } catch (error) {
    if (!(error instanceof StaleVersion)) throw error;
    return act(world, actor, action);
  }
}

/** A click shows what it leads to to everybody, so it leads to nothing. */
function inOwnChat(world: World, actor: Actor, { verb }: Action): Promise<View> {
  const attempt = { action: verb, reason: 'shared-place', subjectType: 'activity' } as const;
  return refuse(world, actor, { ...attempt, subjectId: actor.correlationId }, OWN_CHAT);
}

async function unknownButton(world: World, actor: Actor): Promise<View> {
  const { person: who, correlationId } = actor;
  await noteRefusal(world, { who, reason: 'unknown-button', correlationId });
  return {
    kind: 'refused',
    why: 'Regroup does not know this button. Nothing was changed.',
    next: 'Write “help” to see what Regroup can do, or “status” to go on where you were.',
  };
}
