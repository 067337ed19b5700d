import { ExportProblem, type Entry, type Notice, type WallClock } from './entry.js';
import type { Findings, Seen } from './findings.js';

/** A group has 1,024 members at most. Those who came and went, and names that changed, make more; but not ten times as many. */
const MOST_PEOPLE = 10_000;
/** Of all names together, in characters. */
const LONGEST_NAMES = 1_000_000;
/** A hundred years. A span that is longer is a mistake of the file; then only months in which something happened are listed. */
const MOST_MONTHS = 1_200;

type Person = {
  entries: number;
  first: WallClock;
  last: WallClock;
  joined: WallClock | null;
  left: WallClock | null;
  present: boolean;
};

/**
 * Who was in the group and when, under one reading of the dates. Plain data, so that it can be copied when a second reading turns
 * out to be possible.
 */
export type Members = {
  readonly people: Map<string, Person>;
  /** Month (`2024-03`) → who came and went, and by how many people the group grew. */
  readonly months: Map<string, { joined: number; left: number; change: number }>;
  /** People who were in the group before the export begins: no notice says that they came. */
  already: number;
  names: number;
  oldest: WallClock | null;
  newest: WallClock | null;
};

export function noMembers(): Members {
  return { people: new Map(), months: new Map(), already: 0, names: 0, oldest: null, newest: null };
}

/** Adds what an entry tells about people. Throws `ExportProblem` when there are more of them than a group can have. */
export function addTo(members: Members, { author, notice, kind }: Entry, at: WallClock): void {
  if (members.oldest === null || at < members.oldest) members.oldest = at;
  if (members.newest === null || at > members.newest) members.newest = at;
  if (notice !== null) addNotice(members, notice, at);
  else if (kind !== 'notice' && author !== null) named(members, author, at).entries += 1;
}

function addNotice(members: Members, { type, actor, targets }: Notice, at: WallClock): void {
  const others = targets.filter((name) => name !== 'you');
  const subject = actor === null || actor === 'you' ? [] : [actor];
  if (type === 'number-changed') return renamed(members, subject, others, at);
  const whom = type === 'added' || type === 'removed' ? others : [...subject, ...others];
  if (type === 'created') for (const name of subject) comes(members, name, at);
  else if (COMING.has(type)) for (const name of whom) comes(members, name, at);
  else if (GOING.has(type)) for (const name of whom) goes(members, name, at);
  for (const name of [...subject, ...others]) named(members, name, at);
}

const COMING: ReadonlySet<string> = new Set(['added', 'joined', 'joined-by-link']);
const GOING: ReadonlySet<string> = new Set(['removed', 'left']);

/** Somebody wrote, or is named. Who is there without a notice of having come was there before the export begins. */
function named(members: Members, name: string, at: WallClock): Person {
  const person = members.people.get(name) ?? enters(members, name, at, true);
  if (at < person.first) person.first = at;
  if (at > person.last) person.last = at;
  return person;
}

function enters(members: Members, name: string, at: WallClock, already: boolean): Person {
  members.names += name.length;
  if (members.people.size >= MOST_PEOPLE || members.names > LONGEST_NAMES)
    throw new ExportProblem(
      'too-large',
      'The file names more people than a WhatsApp group can have, so it was not read.',
    );
  const person = { entries: 0, first: at, last: at, joined: null, left: null, present: already };
  // A part of a string keeps the whole of it in memory, and this one stays: so a copy is kept.
  members.people.set(Buffer.from(name).toString(), person);
  if (already) members.already += 1;
  return person;
}

function comes(members: Members, name: string, at: WallClock): void {
  const person = members.people.get(name) ?? enters(members, name, at, false);
  const month = monthOf(members, at);
  month.joined += 1;
  if (!person.present) month.change += 1;
  Object.assign(person, { present: true, joined: at, left: null });
}

function goes(members: Members, name: string, at: WallClock): void {
  const person = members.people.get(name) ?? enters(members, name, at, true);
  const month = monthOf(members, at);
  month.left += 1;
  if (person.present) month.change -= 1;
  Object.assign(person, { present: false, left: at });
}

/** One person under two numbers: both are listed, the group stays as large as it was. The new one is not always said. */
function renamed(members: Members, from: readonly string[], to: readonly string[], at: WallClock): void {
  for (const name of from) {
    const person = named(members, name, at);
    if (to.length === 0) continue;
    if (person.present) monthOf(members, at).change -= 1;
    person.present = false;
  }
  for (const name of to) {
    const person = members.people.get(name) ?? enters(members, name, at, from.length === 0);
    if (!person.present) monthOf(members, at).change += 1;
    person.present = true;
    named(members, name, at);
  }
}

function monthOf({ months }: Members, at: WallClock) {
  const name = at.slice(0, 7);
  const known = months.get(name);
  if (known !== undefined) return known;
  const month = { joined: 0, left: 0, change: 0 };
  months.set(name, month);
  return month;
}

/** Everybody who was seen, those who wrote most first. */
export function seenIn({ people }: Members): readonly Seen[] {
  const seen = [...people].map(([name, { entries, first, last, joined, left }]) => ({
    name,
    entries,
    first,
    last,
    joined,
    left,
    wrote: entries > 0,
  }));
  return seen.sort((a, b) => b.entries - a.entries || (a.name < b.name ? -1 : 1));
}

/** How the group grew and shrank, a line for each month. */
export function timelineOf({ months, already, oldest, newest }: Members): Findings['timeline'] {
  if (oldest === null || newest === null) return [];
  let known = already;
  return monthsBetween(oldest.slice(0, 7), newest.slice(0, 7), [...months.keys()]).map((month) => {
    const { joined, left, change } = months.get(month) ?? { joined: 0, left: 0, change: 0 };
    known += change;
    return { month, joined, left, known };
  });
}

function monthsBetween(first: string, last: string, happened: readonly string[]): readonly string[] {
  const number = (month: string) => Number(month.slice(0, -3)) * 12 + Number(month.slice(-2)) - 1;
  const name = (n: number) => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
  const [from, to] = [number(first), number(last)];
  if (to - from >= MOST_MONTHS) return [...new Set([first, ...happened, last])].sort();
  return Array.from({ length: to - from + 1 }, (_, n) => name(from + n));
}
