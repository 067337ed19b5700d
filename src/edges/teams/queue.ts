/**
 * One piece of work at a time for each key, in the order in which it came. In this process only: it keeps a card that is being
 * answered and an update of the same card apart, and nothing depends on it.
 */
export type Queue = {
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when all work that was given has ended, well or not. */
  idle(): Promise<void>;
};

export function openQueue(): Queue {
  const ends = new Map<string, Promise<void>>();
  return {
    inTurn: async (key, work) => {
      const before = ends.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const end = result.then(
        () => undefined,
        () => undefined,
      );
      ends.set(key, end);
      try {
        return await result;
      } finally {
        if (ends.get(key) === end) ends.delete(key);
      }
    },
    idle: async () => {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
