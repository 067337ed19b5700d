import assert from 'node:assert/strict';
import { WorkplaceProblem, type Durable } from '../../src/migration/ports.js';

/** What a step has answered: kept as JSON, as DBOS keeps it. */
type Remembered = { readonly name: string } & (
  { readonly json: string } | { readonly problem: Pick<WorkplaceProblem, 'code' | 'who' | 'correlationId' | 'missing'> }
);

/** The process died here. */
class Death extends Error {
  override readonly name = 'Death';
}

export type Simulation = {
  /** The simulated clock. */
  now(): Date;
  /** Lets time pass, as a wait inside a step does. */
  pass(ms: number): void;
  /** Everything that the run remembers, as it is kept. */
  remembered(): string;
  /** Runs to the end, through every death and replay. Answers the names of all operations, in order. */
  run(work: (durable: Durable) => Promise<void>): Promise<readonly string[]>;
  readonly deaths: () => number;
};

/**
 * The five verbs without an engine, on a simulated clock. A replay that asks for another operation than the one before it did at
 * that place is a failure: the run would not survive a crash.
 */
export function simulation(options: {
  readonly start: Date;
  /** How many messages the run has been sent so far. */
  readonly sent: () => number;
  /** What people do while the run waits; true when somebody did something, which then took a minute. */
  readonly meanwhile: (now: Date) => Promise<boolean>;
  /** Whether the process dies after this operation has been done and before that is remembered. It dies there once. */
  readonly dies?: (operation: number, name: string) => boolean;
}): Simulation {
  const memory: Remembered[] = [];
  const begun = new Set<string>();
  const died = new Set<number>();
  let clock = options.start.getTime();
  let received = 0;
  let cursor = 0;

  function remember(entry: Remembered): void {
    if (options.dies?.(cursor, entry.name) === true && !died.has(cursor)) {
      died.add(cursor);
      throw new Death(entry.name);
    }
    memory.push(entry);
    cursor += 1;
  }

  function recalled<T>(name: string): { readonly value: T } | null {
    assert.ok(cursor < 5_000, 'the run does not end');
    const entry = memory[cursor];
    if (entry === undefined) return null;
    assert.equal(name, entry.name, `operation ${cursor} is another one in the replay`);
    cursor += 1;
    if ('json' in entry) return { value: JSON.parse(entry.json) as T };
    const { code, who, correlationId, missing } = entry.problem;
    throw new WorkplaceProblem(code, who, correlationId, missing);
  }

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = recalled<T>(name);
    if (known !== null) return known.value;
    clock += 50;
    const problem = await attempt(name, work);
    if (problem instanceof WorkplaceProblem) throw problem;
    return problem.value;
  }

  async function attempt<T>(name: string, work: () => Promise<T>): Promise<{ readonly value: T } | WorkplaceProblem> {
    let value: T;
    try {
      value = await work();
    } catch (error) {
      if (!(error instanceof WorkplaceProblem)) throw error;
      const { code, who, correlationId, missing } = error;
      remember({ name, problem: { code, who, correlationId, missing } });
      return error;
    }
    const json = JSON.stringify(value);
    assert.deepEqual(value, JSON.parse(json), `${name} answers something that cannot be kept`);
    remember({ name, json });
    return { value };
  }

  async function receive<M>(_topic: string, timeoutMs: number): Promise<M | null> {
    const known = recalled<M | null>('receive');
    if (known !== null) return known.value;
    assert.ok(timeoutMs > 0 && Number.isFinite(timeoutMs), `waits for ${timeoutMs} ms`);
    while (options.sent() <= received) {
      if (!(await options.meanwhile(new Date(clock)))) {
        remember({ name: 'receive', json: 'null' });
        clock += timeoutMs;
        return null;
      }
      clock += 60_000;
    }
    remember({ name: 'receive', json: '{}' });
    received += 1;
    return {} as M;
  }

  const durable: Durable = {
    step,
    once: (key, effect) =>
      step(`once ${key}`, async () => {
        const isFirst = !begun.has(key);
        begun.add(key);
        return (isFirst ? null : await effect.find()) ?? effect.do();
      }),
    receive,
    sleep: async (ms) => {
      if (recalled('sleep') !== null) return;
      remember({ name: 'sleep', json: 'true' });
      clock += ms;
    },
    now: async () => new Date(await step('now', async () => clock)),
  };

  return {
    now: () => new Date(clock),
    pass: (ms) => void (clock += ms),
    remembered: () => JSON.stringify(memory),
    deaths: () => died.size,
    run: async (work) => {
      for (;;) {
        cursor = 0;
        try {
          await work(durable);
          return memory.map(({ name }) => name);
        } catch (error) {
          if (!(error instanceof Death)) throw error;
        }
      }
    },
  };
}
