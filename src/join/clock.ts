import type { Config } from '../config.js';
import { openClock, type SandboxClock } from '../edges/sandbox/clock.js';

/** The clock of this machine; in the sandbox one that can be put forward, where a file for it is named. */
export function clockOf({ sandbox }: Pick<Config, 'sandbox'>, report: (message: string) => void): SandboxClock {
  const file = sandbox?.clock ?? null;
  if (file !== null) return openClock(file, report);
  return { now: () => new Date(), onMoved: () => () => undefined };
}

/** Lets runs look again each time the clock was put forward. The answer ends that, and waits for what is under way. */
export function wakeWhenMoved(
  { onMoved }: SandboxClock,
  wake: () => Promise<void>,
  report: (message: string) => void,
): () => Promise<void> {
  let current = Promise.resolve();
  const stop = onMoved(() => {
    current = current.then(wake).catch((error: unknown) => {
      report(`runs were not woken: ${error instanceof Error ? error.name : typeof error}`);
    });
  });
  return async () => {
    stop();
    await current;
  };
}
