import { clockChanges } from './clock-change.js';
import type { Entry, Kind, Order, Warning } from './entry.js';
import { groupIn } from './file-name.js';
import type { Findings } from './findings.js';
import { attachmentIn } from './media.js';
import { addTo, noMembers, seenIn, timelineOf, type Members } from './members.js';
import type { Reading } from './read.js';

export type CollectOptions = {
  /** The file's name, which may hold the group's. */
  readonly name: string;
  /** IANA name of the zone that the times are taken to be in. */
  readonly zone: string;
  /** The other files in the zip; null where the export is a text file. */
  readonly media: ReadonlySet<string> | null;
};

/** What is counted while an export is read. It keeps names and numbers of people, and no text. */
export type Collection = {
  /** Counts an entry; in the order of the file. Throws `ExportProblem` when the file names more people than a group can have. */
  readonly take: (entry: Entry) => void;
  /** What was found: once, or under each of the two readings of the dates. */
  readonly findings: (reading: Reading) => readonly [Findings] | readonly [Findings, Findings];
};

/** Of the names that stand over an iPhone's notices, so many of the newest are kept: one of them is the group's. */
const NAMES_OVER_NOTICES = 20;

/** One reading of the dates. */
type Dated = { readonly members: Members; clockChanges: number };

/** What does not depend on how the dates are read. */
type Undated = {
  readonly kinds: Partial<Record<Kind, number>>;
  notices: number;
  group: string | null;
  /** Names over notices of an iPhone, each once, the newest last. */
  readonly overNotices: Set<string>;
  disappearing: Findings['disappearing'];
  missing: number;
};

/** Begins to count. Throws `RangeError` for a zone that there is not. */
export function collect(options: CollectOptions): Collection {
  const changesClock = clockChanges(options.zone);
  const undated: Undated = {
    kinds: {},
    notices: 0,
    group: null,
    overNotices: new Set<string>(),
    disappearing: 'unknown',
    missing: 0,
  };
  const first: Dated = { members: noMembers(), clockChanges: 0 };
  let second: Dated | null = null;

  function take(entry: Entry): void {
    count(undated, entry, options.media);
    // Up to here both readings were the same.
    if (entry.or !== null && second === null) second = structuredClone(first);
    date(first, entry, entry.at);
    if (second !== null) date(second, entry, entry.or ?? entry.at);
  }

  function date(dated: Dated, entry: Entry, at: string): void {
    addTo(dated.members, entry, at);
    if (changesClock(at)) dated.clockChanges += 1;
  }

  function findings(reading: Reading): readonly [Findings] | readonly [Findings, Findings] {
    const [order, other] = reading.orders;
    const made = (order: Order, dated: Dated) => findingsOf(reading, order, dated, undated, options);
    return other === undefined ? [made(order, first)] : [made(order, first), made(other, second ?? first)];
  }

  return { take, findings };
}

function count(undated: Undated, entry: Entry, media: ReadonlySet<string> | null): void {
  const { kind, notice, text } = entry;
  undated.kinds[kind] = (undated.kinds[kind] ?? 0) + 1;
  if (notice !== null || kind === 'notice') undated.notices += 1;
  if (notice !== null) {
    if (notice.group !== null) undated.group = Buffer.from(notice.group).toString();
    if (notice.type === 'disappearing-on') undated.disappearing = 'on';
    if (notice.type === 'disappearing-off') undated.disappearing = 'off';
    noteNameOver(undated.overNotices, entry);
  } else if (media !== null && kind !== 'text') {
    const file = attachmentIn(text)?.file;
    if (file !== undefined && !media.has(file.normalize('NFC'))) undated.missing += 1;
  }
}

/** Newer iPhones put the group's name, or that of whom a notice is about, over the notice. */
function noteNameOver(names: Set<string>, { author, notice }: Entry): void {
  if (author === null || author === notice?.actor || notice?.targets.includes(author) === true) return;
  names.delete(author);
  names.add(Buffer.from(author).toString());
  const [oldest] = names;
  if (names.size > NAMES_OVER_NOTICES && oldest !== undefined) names.delete(oldest);
}

function findingsOf(reading: Reading, order: Order, dated: Dated, undated: Undated, options: CollectOptions): Findings {
  const { members } = dated;
  const { platform, entries, warnings } = reading;
  return {
    platform,
    order,
    zone: options.zone,
    group: groupOf(undated, members, options.name),
    entries,
    notices: undated.notices,
    oldest: members.oldest ?? '',
    newest: members.newest ?? '',
    people: seenIn(members),
    timeline: timelineOf(members),
    kinds: undated.kinds,
    disappearing: undated.disappearing,
    warnings: [...warnings, ...warningsOf(dated, undated)],
  };
}

/** What a notice said last; or who stands over notices and is not one of the people; or the file's name. */
function groupOf({ group, overNotices }: Undated, { people }: Members, file: string): string | null {
  const over = [...overNotices].findLast((name) => !people.has(name));
  return group ?? over ?? groupIn(file);
}

function warningsOf(dated: Dated, { missing }: Undated): readonly Warning[] {
  return [
    ...(missing === 0 ? [] : [{ code: 'media-missing', files: missing } as const]),
    ...(dated.clockChanges === 0 ? [] : [{ code: 'clock-change', times: dated.clockChanges } as const]),
  ];
}
