/** How often a measurement is repeated: the median of an odd number is one of them. */
export const RUNS = 5;

/** A rate of several runs: the median and the slowest and fastest, in things per second. */
export type Rate = { readonly median: number; readonly slowest: number; readonly fastest: number };

/** Milliseconds that went by. */
export function wall(): number {
  return performance.now();
}

/** Milliseconds that processors worked for this process: what one core would have needed, whoever else uses the machine. */
export function processor(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How many per second of `count` things `work` does, by `clock`, over `RUNS` runs after one that does not count. */
export async function rateOf(count: number, clock: () => number, work: () => void | Promise<void>): Promise<Rate> {
  await work();
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = clock();
    await work();
    rates.push((count * 1000) / (clock() - start));
  }
  rates.sort((a, b) => a - b);
  const at = (place: number): number => Math.round(rates[place] ?? NaN);
  return { median: at((RUNS - 1) / 2), slowest: at(0), fastest: at(RUNS - 1) };
}

/** A rate for a person. */
export function inWords({ median, slowest, fastest }: Rate): string {
  return `${median} per second (${slowest} to ${fastest} in ${RUNS} runs)`;
}
