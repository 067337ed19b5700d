import { FileProblem, LARGEST_FILE, type GivenFile } from '../../conversation/exports.js';
import type { View } from '../../conversation/view.js';
import type { Actor, World } from '../../conversation/world.js';
import type { Attached } from './door.js';
import type { Files } from './files.js';
import type { Conversation } from './pressed.js';
import type { Queue } from './queue.js';

/** A file up to this size is read within the turn; a larger one, or one whose size nobody says, after it. */
const READ_AT_ONCE = 5 * 1024 * 1024;

/** What a turn leads to: what is shown now, and what takes its place when more work is done. */
export type Outcome = {
  /** Null when there is nothing more to say. */
  readonly view: View | null;
  readonly later: ((world: World) => Promise<View>) | null;
};

const UNFETCHABLE: GivenFile = { name: '', bytes: null, fetch: () => Promise.reject(new FileProblem('not-there')) };

type Using = { readonly files: Files; readonly conversation: Conversation; readonly queue: Queue };
/** Larger files wait for each other, or many of them at once would fill the memory. */
const ONE_BY_ONE = 'larger files';

/** What a message with files leads to. In a shared place nothing is fetched: everybody there would see what was found. */
export async function taken(
  world: World,
  actor: Actor,
  attached: readonly [Attached, ...Attached[]],
  { files, conversation, queue }: Using,
): Promise<Outcome> {
  if (actor.place === 'shared') return atOnce(await conversation.takeFile(world, actor, UNFETCHABLE));
  const [first, ...more] = attached;
  if (more.length > 0) return atOnce(conversation.severalFiles(attached.length));
  const file = await files.offer(first);
  const read = (then: World) => conversation.takeFile(then, actor, file).finally(file.end);
  const { bytes, failed } = file;
  const isSoon = failed || (bytes !== null && (bytes <= READ_AT_ONCE || bytes > LARGEST_FILE));
  if (isSoon) return atOnce(await read(world));
  return { view: { kind: 'export-reading' }, later: (then) => queue.inTurn(ONE_BY_ONE, () => read(then)) };
}

/** What is shown when nothing is left to do. */
export function atOnce(view: View | null): Outcome {
  return { view, later: null };
}
