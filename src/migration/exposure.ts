import type { Exposure } from './chat.js';
import type { Draft, Member } from './migration.js';

/** People of these classes could read the group and are not, or not any more, staff of the school. */
export function isOutsideReader({ class: kind }: Member): boolean {
  return kind === 'leaver' || kind === 'pupil' || kind === 'outsider';
}

/** What those who are not staff could see in the group, as far as the draft's export tells; null when there is no export. */
export function exposureOf({ exported, members }: Draft): Exposure | null {
  if (exported === null) return null;
  const outside = members.filter(isOutsideReader);
  const seen = outside.flatMap((one) => (one.seen === null ? [] : [one.seen]));
  const gone = seen.flatMap(({ left }) => (left === null ? [] : [left]));
  const { zone, entries, oldest, newest, kinds, traces } = exported;
  return {
    seen: seen.length,
    since: seen.map(({ first }) => first).sort()[0] ?? null,
    // Somebody of whom no notice says that they went may still be there, and so may those whom the export does not show.
    until: gone.length === outside.length ? (gone.sort().at(-1) ?? null) : null,
    zone,
    entries,
    oldest,
    newest,
    kinds,
    traces,
  };
}
