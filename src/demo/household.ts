import { DemoProblem, type Companion } from './processes.js';

/** Everything that the demo has started, and how it ends again. */
export type Household = {
  /** Takes a process in; once the end has begun, it is killed instead and `DemoProblem` thrown. */
  adopt(companion: Companion): void;
  /**
   * Something to end once all processes have; the last one given is the first one ended. Once the end has begun, it is ended at
   * once and `DemoProblem` thrown.
   */
  atEnd(ending: () => Promise<unknown>): Promise<void>;
  pids(): readonly number[];
  /** Resolves when the first of the processes ends, with how. */
  loss(): Promise<string>;
  /** Ends the processes by force. */
  kill(): void;
  /** Ends everything; waits until it is gone. */
  end(graceMs: number): Promise<void>;
};

export function newHousehold(): Household {
  const companions: Companion[] = [];
  const endings: (() => Promise<unknown>)[] = [];
  let ending = false;
  return {
    adopt: (companion) => {
      companions.push(companion);
      if (!ending) return;
      companion.kill();
      throw new DemoProblem('The demo is ending.');
    },
    atEnd: async (work) => {
      endings.push(work);
      if (!ending) return;
      await work();
      throw new DemoProblem('The demo is ending.');
    },
    pids: () => companions.map(({ pid }) => pid),
    loss: () => Promise.race(companions.map(({ ended }) => ended)),
    kill: () => companions.forEach((companion) => companion.kill()),
    end: async (graceMs) => {
      ending = true;
      await Promise.all(companions.map((companion) => companion.end(graceMs)));
      for (const work of endings.toReversed()) await work();
    },
  };
}
