import { setTimeout as wait } from 'node:timers/promises';

/** Waits until the condition holds; a test that waits in vain fails with what it waited for. */
export async function until(condition: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  for (let left = patienceMs; left > 0; left -= 20) {
    if (await condition()) return;
    await wait(20);
  }
  throw new Error(`waited in vain for ${condition.toString()}`);
}
