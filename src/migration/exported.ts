import { fold } from '../roster/fold.js';
import { isFullName, suggest, suggestByPhone } from '../roster/match.js';
import { LONGEST_NAME, readNames } from '../roster/names.js';
import type { Person } from '../roster/person.js';
import { NUMBER, phoneOf } from '../roster/phone.js';
import type { Findings, Inspection, Seen } from '../whatsapp/findings.js';
import { madeFrom, nextNumber, settled } from './members.js';
import type { Exported, SeenTimes } from './chat.js';
import type { Draft, Member } from './migration.js';
import { MOST_PEOPLE } from './people.js';
import { cut } from './text.js';

/** What of an export is used, and what its owner said about it. */
export type Used = {
  /** Id under which it was held. */
  readonly reading: string;
  readonly inspection: Inspection;
  /** The way of reading the dates that the owner chose, or the only one. */
  readonly findings: Findings;
  readonly zone: string;
  readonly usedAt: Date;
};

/** What became of the people in an export. */
export type Merged = {
  readonly draft: Draft;
  readonly exported: Exported;
  readonly added: number;
  /** In the list already: they have what the export tells about them now. */
  readonly already: number;
  /** Did not fit any more. */
  readonly leftOut: number;
};

/** WhatsApp's own limit for the name of a group. */
const LONGEST_GROUP = 100;

/**
 * Puts the people of an export into the draft, each with the directory's only match as a suggestion. Who is in the list already, by
 * the name in the chat, by their whole name or by the number that the directory has, stays there. Numbers are compared and forgotten:
 * what is kept is "Number 3". The group's name is taken when the draft has none.
 */
export function mergeExport(draft: Draft, used: Used, people: readonly Person[]): Merged {
  const { findings, inspection } = used;
  const list: List = {
    members: [...draft.members],
    open: new Map(draft.members.map((one, at) => [one.id, at])),
    number: nextNumber(draft),
    added: 0,
    already: 0,
    leftOut: 0,
  };
  // Numbers are not kept, so when the same file comes again nobody can tell which of them are in the list.
  const isAgain = draft.exported?.sha256 === inspection.sha256;
  for (const seen of findings.people) take(list, seen, people, isAgain);
  const { members, added, already, leftOut } = list;
  const groupName = draft.groupName === '' ? cut(findings.group ?? '', LONGEST_GROUP) : draft.groupName;
  const exported = exportedOf(used, leftOut);
  return { draft: settled({ ...draft, groupName, members, exported }), exported, added, already, leftOut };
}

type List = {
  readonly members: Member[];
  /** Members for whom nobody in the export was taken yet, with their places. */
  readonly open: Map<string, number>;
  /** For the next person who has no name. */
  number: number;
  added: number;
  already: number;
  leftOut: number;
};

function take(list: List, seen: Seen, people: readonly Person[], isAgain: boolean): void {
  const named = namedAs(seen.name, list.number, people);
  const place = placeOf(list, named, people);
  const member = place === null ? undefined : list.members[place];
  if (place !== null && member !== undefined) {
    list.open.delete(member.id);
    list.members[place] = { ...member, seen: timesOf(seen) };
    list.already += 1;
  } else if (named.isNumber && isAgain) list.already += 1;
  else if (list.members.length >= MOST_PEOPLE) list.leftOut += 1;
  else {
    const made = madeFrom(named.label, named.phone, list.members, people);
    list.members.push({ ...made, seen: timesOf(seen) });
    list.added += 1;
    if (named.isNumber) list.number += 1;
  }
}

/** How the wizard names somebody; the number is for matching only, and a number alone is no name. */
type Named = { readonly label: string; readonly phone: string | null; readonly isNumber: boolean };

function namedAs(name: string, number: number, people: readonly Person[]): Named {
  const { labels, phones } = readNames(name, people, number);
  const [label = ''] = labels;
  const anonymous = `Number ${number}`;
  if (labels.length === 1) return { label, phone: phones[0] ?? null, isNumber: label === anonymous };
  // Whoever has written is somebody, also under a name that means nothing in a pasted list, or with a comma in it.
  const plain = cut(name.replaceAll(NUMBER, ' '), LONGEST_NAME);
  const isNumber = !/[\p{L}\p{N}\p{So}\p{Extended_Pictographic}]/u.test(plain);
  return { label: isNumber ? anonymous : plain, phone: phoneOf(name), isNumber };
}

/** The place of the member who is surely the same person; null when there is none. */
function placeOf({ members, open }: List, { label, phone, isNumber }: Named, people: readonly Person[]): number | null {
  const known = [...open.values()];
  const holder = phone === null ? null : suggestByPhone(phone, people);
  const person = isNumber ? null : suggest(label, people);
  const key = isNumber ? '' : fold(label);
  const is = (id: string | undefined) => (place: number) => id !== undefined && members[place]?.person === id;
  const places = [
    known.find((place) => key !== '' && fold(members[place]?.label ?? '') === key),
    person !== null && isFullName(label, person) ? known.find(is(person.id)) : undefined,
    known.find(is(holder?.id)),
  ];
  return places.find((place) => place !== undefined) ?? null;
}

function timesOf({ first, last, entries, joined, left }: Seen): SeenTimes {
  return { first, last, entries, joined, left };
}

function exportedOf({ reading, findings, inspection, usedAt, zone }: Used, leftOut: number): Exported {
  const { platform, order, entries, oldest, newest, people, timeline, kinds, disappearing, warnings } = findings;
  const codes = new Set(warnings.map(({ code }) => code));
  // Which hours a clock showed twice was looked up for the zone that was assumed, and the file is gone.
  if (zone !== findings.zone) codes.delete('clock-change');
  return {
    reading,
    sha256: inspection.sha256,
    usedAt,
    platform,
    order,
    zone,
    entries,
    oldest,
    newest,
    leftOut,
    timeline,
    kinds,
    disappearing,
    people: people.length,
    traces: inspection.traces,
    warnings: [...codes],
  };
}
