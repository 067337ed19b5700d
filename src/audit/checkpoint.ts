import { NoteProblem } from './note.js';

/**
 * What is signed of a log, as https://c2sp.org/tlog-checkpoint defines it: which log, how many entries, and the root over them. One line
 * more says when, for people; a clock proves nothing.
 */
export type Checkpoint = {
  /** `regroup/` and the tenant's id, or `regroup/sandbox`. */
  readonly origin: string;
  /** How many entries the root stands over. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
  /** When it was signed; null where the checkpoint does not say. */
  readonly time: Date | null;
};

const TIME = /^time (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Which log a tenant's is; the sandbox has no tenant. */
export function originOf(tenantId: string | null): string {
  return `regroup/${tenantId ?? 'sandbox'}`;
}

/** The text that is signed. */
export function writeCheckpoint({ origin, size, root, time }: Checkpoint): string {
  const lines = [origin, String(size), root.toString('base64')];
  return `${[...lines, ...(time === null ? [] : [`time ${time.toISOString()}`])].join('\n')}\n`;
}

/** The checkpoint in the text of a note. Lines that we do not know are left alone. Throws `NoteProblem`. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = '', count = '', base64 = '', ...more] = text.slice(0, -1).split('\n');
  const size = Number(count);
  const root = Buffer.from(base64, 'base64');
  const isCanonical = /^(?:0|[1-9]\d{0,15})$/.test(count) && root.toString('base64') === base64;
  if (!text.endsWith('\n') || origin === '' || !isCanonical || !Number.isSafeInteger(size) || root.length !== 32)
    throw new NoteProblem('malformed');
  if (more.includes('')) throw new NoteProblem('malformed');
  const at = more.map((line) => TIME.exec(line)?.groups?.['time']).find((found) => found !== undefined);
  const time = at === undefined ? null : new Date(at);
  if (time !== null && Number.isNaN(time.getTime())) throw new NoteProblem('malformed');
  return { origin, size, root, time };
}
