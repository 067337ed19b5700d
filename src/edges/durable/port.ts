import { DBOS } from '@dbos-inc/dbos-sdk';
import { WorkplaceProblem, type Durable, type Effect } from '../../migration/ports.js';

/** Attempts of one step before a run is told that it failed; the waits between them are 1, 2, 4 and 8 seconds. */
const ATTEMPTS = 5;

/** True the first time an outside effect is begun, false when an earlier attempt may have got through. */
export type Begin = (effect: string) => Promise<boolean>;

/** Gets sentences for the log: our own words, ids and codes. */
export type Report = (message: string) => void;

/**
 * What a step remembers. A problem is remembered as a value, because an error loses its class in DBOS's memory and a run
 * must see the same thing on every replay.
 */
type Memory<T> =
  { readonly value: T } | { readonly problem: Pick<WorkplaceProblem, 'code' | 'who' | 'correlationId' | 'missing'> };

/** The five verbs on DBOS. Valid inside the run of this id only. */
export function durablePort(id: string, begin: Begin, report: Report, clock: (() => Date) | undefined): Durable {
  const remember = <T>(name: string, work: () => Promise<T>) => rememberedStep(id, name, work, report);
  return {
    step: remember,
    once: (key, effect) => remember(key, () => onceOnly(`${id}/${key}`, effect, begin)),
    receive: (topic, timeoutMs) => DBOS.recv(topic, { timeoutSeconds: timeoutMs / 1000 }),
    sleep: (ms) => DBOS.sleep(ms),
    now: async () => new Date(await (clock === undefined ? DBOS.now() : rememberedTime(clock))),
  };
}

/** A replay has to see the same time, whatever the clock says by then. */
function rememberedTime(clock: () => Date): Promise<number> {
  return DBOS.runStep(async () => clock().getTime(), { name: 'now' });
}

/** The note that the effect begins is committed before it is tried, so after a crash in between we know to look first. */
async function onceOnly<T>(effectKey: string, effect: Effect<T>, begin: Begin): Promise<T> {
  const isFirst = await begin(effectKey);
  const found = isFirst ? null : await effect.find();
  return found ?? effect.do();
}

async function rememberedStep<T>(id: string, name: string, work: () => Promise<T>, report: Report): Promise<T> {
  const memory = await DBOS.runStep(() => attempt(id, name, work, report), {
    name,
    retriesAllowed: true,
    maxAttempts: ATTEMPTS,
    intervalSeconds: 1,
  });
  if ('value' in memory) return memory.value;
  const { code, who, correlationId, missing } = memory.problem;
  throw new WorkplaceProblem(code, who, correlationId, missing);
}

/** A `WorkplaceProblem` is an answer. Any other error is tried again and becomes a problem of ours with the last attempt. */
async function attempt<T>(id: string, name: string, work: () => Promise<T>, report: Report): Promise<Memory<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof WorkplaceProblem) {
      const { code, who, correlationId, missing } = error;
      return { problem: { code, who, correlationId, missing } };
    }
    const status = DBOS.stepStatus;
    report(`step ${name} of ${id} failed: ${describe(error)}`);
    if ((status?.currentAttempt ?? 1) < (status?.maxAttempts ?? 1)) throw new Unfinished(name);
    return { problem: { code: 'other', who: 'us', correlationId: id, missing: null } };
  }
}

/** Makes DBOS try a step again. It logs and keeps what is thrown, so this is all it gets to see. */
class Unfinished extends Error {
  override readonly name = 'Unfinished';
}

/** An error's class and code; its message may hold what people typed. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
