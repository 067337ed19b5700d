import type { SeenTimes } from '../migration/chat.js';
import type { Member } from '../migration/migration.js';
import { cut } from '../migration/text.js';
import { fold } from '../roster/fold.js';
import { isFullName, suggestByPhone } from '../roster/match.js';
import { LONGEST_NAME, readNames } from '../roster/names.js';
import type { Person } from '../roster/person.js';
import { NUMBER, phoneOf } from '../roster/phone.js';
import type { Seen } from '../whatsapp/findings.js';

/** A member of a draft, as long as the draft has the names of its chat. */
export type NamedMember = Pick<Member, 'id' | 'label' | 'seen' | 'person'>;

/** How the wizard names somebody of whom the chat has a number only. */
const NUMBERED = /^Number (\d{1,4})$/u;

/**
 * Which member each author of an export is, by name: made when the export is sealed, while the draft still has the names. `people`
 * are those that `inspect` found in that file, under the reading of the dates that was decided. A name is taken for a member only
 * when both point to nobody else:
 * 1. the same name and the same times in the chat;
 * 2. the same times alone, because a number was replaced by "Number 3" or the member was found by their number;
 * 3. the same name alone, because the member was pasted from a list, or this is a newer export;
 * 4. the number or the whole name that the directory has for the member's person.
 * Who is left is nobody's, so that what they wrote does not go along.
 */
export function matchNames(
  people: readonly Seen[],
  members: readonly NamedMember[],
  directory: readonly Person[],
): ReadonlyMap<string, string> {
  const keys = new Map(people.map(({ name }) => [name, labelKey(name, directory)]));
  const keyOf = ({ name }: Seen) => keys.get(name) ?? null;
  const match = new Match(people, members);
  match.by(
    (seen) => withTimes(keyOf(seen), seen),
    ({ label, seen }) => (seen === null ? null : withTimes(labelled(label), seen)),
  );
  match.by(timesOf, ({ seen }) => (seen === null ? null : timesOf(seen)));
  match.numbered();
  match.by(keyOf, ({ label }) => labelled(label));
  match.by(
    ({ name }) => holderOf(name, directory),
    ({ person }) => person,
  );
  return match.found;
}

/** What a name is compared by, as the wizard writes it; null for a number. */
function labelKey(name: string, directory: readonly Person[]): string | null {
  const { labels } = readNames(name, directory);
  const [label = ''] = labels;
  return labels.length === 1 ? labelled(label) : fold(cut(name.replaceAll(NUMBER, ' '), LONGEST_NAME)) || null;
}

function labelled(label: string): string | null {
  return NUMBERED.test(label) ? null : fold(label) || null;
}

function withTimes(key: string | null, seen: SeenTimes): string | null {
  return key === null ? null : `${key}\n${timesOf(seen)}`;
}

/** Directory id of the only person who has the number in this name, or exactly this name. */
function holderOf(name: string, directory: readonly Person[]): string | null {
  const phone = phoneOf(name);
  const holder = phone === null ? null : suggestByPhone(phone, directory);
  const named = directory.filter((one) => isFullName(name, one));
  return holder?.id ?? (named.length === 1 ? (named[0]?.id ?? null) : null);
}

function timesOf({ first, last, entries, joined, left }: SeenTimes): string {
  return [first, last, entries, joined, left].join('|');
}

class Match {
  readonly found = new Map<string, string>();
  private people: readonly Seen[];
  private members: readonly NamedMember[];

  constructor(people: readonly Seen[], members: readonly NamedMember[]) {
    this.people = people.filter(({ wrote }) => wrote);
    this.members = members;
  }

  /** Pairs those who have the same key, where it is one person's and one member's. */
  by(keyOfPerson: (seen: Seen) => string | null, keyOfMember: (member: NamedMember) => string | null): void {
    const people = grouped(this.people, keyOfPerson);
    for (const [key, members] of grouped(this.members, keyOfMember)) {
      const [member, others] = members;
      const [seen, more] = people.get(key) ?? [];
      if (member !== undefined && seen !== undefined && others === undefined && more === undefined)
        this.pair(seen, member);
    }
    this.settle();
  }

  /**
   * Numbers with the very same times: the wizard has numbered them in the order of `people`. Only when there are as many of both, or
   * somebody could be taken for somebody else.
   */
  numbered(): void {
    const people = grouped(this.people, (seen) => (/\p{L}/u.test(seen.name) ? null : timesOf(seen)));
    const others = grouped(this.people, timesOf);
    for (const [key, members] of grouped(this.members, ({ seen }) => (seen === null ? null : timesOf(seen)))) {
      const same = people.get(key) ?? [];
      const isSure = same.length === members.length && others.get(key)?.length === same.length;
      if (!isSure || !members.every(({ label }) => NUMBERED.test(label))) continue;
      const inOrder = [...members].sort((a, b) => numberOf(a) - numberOf(b));
      same.forEach((seen, n) => inOrder[n] !== undefined && this.pair(seen, inOrder[n]));
    }
    this.settle();
  }

  private pair(seen: Seen, member: NamedMember): void {
    this.found.set(seen.name, member.id);
  }

  private settle(): void {
    const taken = new Set(this.found.values());
    this.people = this.people.filter(({ name }) => !this.found.has(name));
    this.members = this.members.filter(({ id }) => !taken.has(id));
  }
}

function numberOf({ label }: NamedMember): number {
  return Number(NUMBERED.exec(label)?.[1] ?? 0);
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string | null): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key) ?? [];
    group.push(one);
    groups.set(key, group);
  }
  return groups;
}
