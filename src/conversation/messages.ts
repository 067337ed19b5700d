import type { Action } from './actions.js';
import { act } from './all.js';
import { listNamed, listRunning } from './holding.js';
import { askText } from './questions.js';
import { askRecord } from './record.js';
import { refuse } from './refusal.js';
import { readSummary } from './summary.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

type Command = 'help' | 'greeting' | 'status' | 'move' | 'lost' | 'received' | 'export' | 'queue' | 'summary' | 'hold';

/** No command is longer, and what is longer is not searched for one. */
const LONGEST = 60;

/** The words of each command: matched whole, so that a question is never taken for one. */
const COMMANDS: Readonly<Record<Command, readonly string[]>> = {
  help: ['help', 'help me', 'commands', 'menu', 'what can you do'],
  greeting: ['hi', 'hello', 'hey', 'hiya', 'good morning', 'good afternoon', 'start', 'get started'],
  status: ['status', 'my status', 'groups', 'my groups', 'moves', 'my moves'],
  move: ['move', 'move a group', 'move group', 'move this group', 'move my group', 'move a whatsapp group'],
  lost: ['lost', 'lost phone', 'i lost my phone', 'i have lost my phone', 'my phone was stolen', 'stolen phone'],
  received: ['received', 'wrong message', 'i got a message that was not for me'],
  export: ['export', 'use an export', 'whatsapp export', 'use a whatsapp export', 'export a chat', 'how to export'],
  queue: ['queue', 'my queue', 'dpo queue', 'open questions'],
  summary: ['summary', 'admin summary'],
  hold: ['hold', 'holds', 'on hold', 'legal hold', 'put a move on hold', 'put a group on hold'],
};

/** What each command shows. */
const SHOWS: { readonly [C in Command]: (world: World, actor: Actor) => Promise<View> } = {
  help: (world, actor) => act(world, actor, button('home.help')),
  greeting: async () => ({ kind: 'help', greeting: 'welcome' }),
  status: (world, actor) => own(world, actor, 'home.status'),
  move: (world, actor) => own(world, actor, 'home.move'),
  lost: (world, actor) => act(world, actor, button('home.lost')),
  received: (world, actor) => act(world, actor, button('home.received')),
  export: (world, actor) => act(world, actor, button('home.export')),
  queue: (world, actor) => act(world, actor, button('home.queue')),
  summary: (world, actor) => readSummary(world, actor, ''),
  hold: (world, actor) => listRunning(world, actor),
};

/** Answers what somebody wrote: a command, or a question in their own words. */
export async function say(world: World, actor: Actor, text: string): Promise<View> {
  // Only a mention, or a file without a word: the card says what Regroup can do.
  const command = text.trim() === '' ? 'help' : commandIn(text);
  if (command !== null) return SHOWS[command](world, actor);
  const asked = (await askRecord(world, actor, text)) ?? (await listNamed(world, actor, text));
  if (asked !== null) return asked;
  const answer = await askText(world, actor, text);
  return answer.kind === 'go' ? SHOWS[answer.to](world, actor) : answer;
}

/** The command that the text is, whatever its capitals, spaces and last mark; null for anything else. */
export function commandIn(text: string): Command | null {
  if (text.length > LONGEST) return null;
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’']/g, "'")
    .replace(/^\/|[\s.!?]+$/g, '')
    .trim()
    .replaceAll(/\s+/g, ' ');
  const found = Object.entries(COMMANDS).find(([, all]) => all.includes(words));
  return found === undefined ? null : (found[0] as Command);
}

/** What names people or moves belongs to a person's own chat; elsewhere it is refused, and that is recorded. */
function own(world: World, actor: Actor, verb: 'home.status' | 'home.move'): Promise<View> {
  if (actor.place === 'personal') return act(world, actor, button(verb));
  const attempt = { action: verb, reason: 'shared-place', subjectType: 'activity' } as const;
  return refuse(
    world,
    actor,
    { ...attempt, subjectId: actor.correlationId },
    { why: 'Others can read along here.', next: 'Write the same in your own chat with Regroup.' },
  );
}

function button(
  verb: 'home.help' | 'home.status' | 'home.move' | 'home.lost' | 'home.received' | 'home.export' | 'home.queue',
): Action {
  return { verb, id: 'none', ver: 0, inputs: {} };
}
