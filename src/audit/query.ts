import type { Entry } from './entry.js';

/** What of the record is asked for. Everything that is given has to fit. */
export type Filter = {
  /** First day, UTC: `2026-11-01`. */
  readonly from?: string | undefined;
  /** Last day, UTC. */
  readonly to?: string | undefined;
  /** Who acted. */
  readonly who?: string | undefined;
  /** A kind (`migration.approved`), a kind of subject (`migration`), or what happened to it (`approved`). */
  readonly what?: string | undefined;
  /** An id that stands anywhere in the entry: as actor, subject, run, or in the details. */
  readonly mentions?: string | undefined;
};

/** What an entry says, as a reader of the record sees it. */
export type Told = {
  readonly seq: number;
  readonly when: string;
  readonly who: string;
  readonly what: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly correlationId: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** What the entry says; null when that was redacted. */
export function toldBy(entry: Entry): Told | null {
  if ('redacted' in entry) return null;
  const event = JSON.parse(entry.canonical) as Omit<Told, 'seq'>;
  return { seq: entry.seq, ...event };
}

/** Whether what an entry says is asked for. */
export function isAskedFor(told: Told, { from, to, who, what, mentions }: Filter): boolean {
  const day = told.when.slice(0, 10);
  if ((from !== undefined && day < from) || (to !== undefined && day > to)) return false;
  if (who !== undefined && told.who !== who) return false;
  if (what !== undefined && told.what !== what && !told.what.split('.').includes(what)) return false;
  return mentions === undefined || hasText(told, mentions);
}

/** The entries that are asked for, in the order of the record. Those that were redacted say nothing, so they are not among them. */
export async function* query(entries: AsyncIterable<Entry> | Iterable<Entry>, filter: Filter): AsyncGenerator<Told> {
  for await (const entry of entries) {
    const told = toldBy(entry);
    if (told !== null && isAskedFor(told, filter)) yield told;
  }
}

/** Whether a text is one of the texts in a value, at whatever depth; `seq` and times cannot be asked for so. */
function hasText(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value === text;
  return typeof value === 'object' && value !== null && Object.values(value).some((inner) => hasText(inner, text));
}
