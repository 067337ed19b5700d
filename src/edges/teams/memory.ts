import type { World } from '../../conversation/world.js';

/**
 * The world for one turn: what the directory said once, it is not asked again. Nothing is kept for the
 * next turn, so a right that was taken away is gone with the next click.
 */
export function forOneTurn(world: World): World {
  const { directory } = world;
  return {
    ...world,
    directory: {
      everyone: remembered(() => directory.everyone()),
      person: remembered((id: string) => directory.person(id)),
      inGroup: remembered((personId: string, groupId: string) => directory.inGroup(personId, groupId)),
      membersOf: remembered((groupId: string) => directory.membersOf(groupId)),
    },
  };
}

/** The function with a memory for its answers, by what it was asked. A failure is not remembered. */
function remembered<A extends readonly string[], T>(ask: (...asked: A) => Promise<T>): (...asked: A) => Promise<T> {
  const memory = new Map<string, Promise<T>>();
  return (...asked) => {
    const key = asked.join(' ');
    const known = memory.get(key);
    if (known !== undefined) return known;
    const answer = ask(...asked);
    memory.set(key, answer);
    answer.catch(() => memory.delete(key));
    return answer;
  };
}
