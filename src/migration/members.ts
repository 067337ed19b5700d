import { fold } from '../roster/fold.js';
import { classOf, isFullName, search, suggest, suggestByPhone } from '../roster/match.js';
import { readNames } from '../roster/names.js';
import { rank } from '../roster/rank.js';
import type { Person } from '../roster/person.js';
import type { Complaint } from './complaint.js';
import type { Class, Draft, Member } from './migration.js';
import { mergedTwins } from './twice.js';
import { CLASS_ANSWERS, fieldOf, hasLeft, isDecided, MOST_PEOPLE, page, questionLabel, toFind } from './people.js';
import { cut } from './text.js';

/** How many people one look-up shows. */
export const MOST_FOUND = 8;
/** Taken instead of one of the people found: none of them is the right one, and the question is asked again. */
export const NONE_FOUND = 'none';

/** What became of one answer of the people step. */
export type PeopleChange = {
  readonly draft: Draft;
  readonly complaints: readonly Complaint[];
  /** Our own words for what happened; null when there is nothing to say. */
  readonly notice: string | null;
  /** What could not be taken, by field, so that it stands in the card again. */
  readonly typed: Readonly<Record<string, string>>;
};

const TAKEN = 'this person is in the list already. Choose “listed twice” or somebody else.';

/**
 * Takes the answers about the people shown, by field (`m_p12`). What is answered is kept even when other answers are missing;
 * answers that nobody could have given are passed over. The owner's own line never changes.
 */
export function savePeople(
  draft: Draft,
  answers: Readonly<Record<string, string | undefined>>,
  people: readonly Person[],
): PeopleChange {
  const shown = page(draft);
  const complaints: Complaint[] = [];
  let members = draft.members;
  let twins = 0;
  for (const member of draft.members.slice(1)) {
    const answer = answers[fieldOf(member)] ?? '';
    const next = answered(member, answer, people);
    if (next === member) continue;
    const twin = next === null ? undefined : holderOf(next.person, members, member);
    // Whoever says yes to the same person twice says that the two lines are one person.
    if (twin !== undefined && answer === 'yes') {
      members = mergedTwins(members, twin, member);
      twins += 1;
    } else if (twin !== undefined)
      complaints.push({ field: fieldOf(member), label: questionLabel(shown, member), text: TAKEN });
    else members = replaced(members, member, next);
  }
  return changed(settled({ ...draft, members }), { complaints, notice: twinNotice(twins) });
}

/** Said of lines that were put together, so that a slip is seen: whoever was meant otherwise is added again. */
function twinNotice(twins: number): string | null {
  if (twins === 0) return null;
  return twins === 1
    ? 'One person was listed twice. They are one line now.'
    : `${twins} people were listed twice. Each is one line now.`;
}

/** Adds the people in pasted text, each with the directory's only match as a suggestion. Those in the list already stay as they are. */
export function addPeople(draft: Draft, text: string, people: readonly Person[]): PeopleChange {
  const { labels, phones, dropped, more } = readNames(text, people, nextNumber(draft));
  const known = draft.members.map(({ label }) => fold(label)).filter(Boolean);
  const present = people.filter(({ id }) => draft.members.some((one) => one.person === id));
  let members = draft.members;
  let already = 0;
  labels.forEach((label, at) => {
    const before = known.indexOf(fold(label));
    if (before >= 0) known.splice(before, 1);
    if (before >= 0 || present.some((one) => isFullName(label, one))) already += 1;
    else members = [...members, madeFrom(label, phones[at] ?? null, members, people)];
  });
  const left = more + Math.max(0, members.length - MOST_PEOPLE);
  members = members.slice(0, MOST_PEOPLE);
  const complain = (said: string): Complaint => ({ field: 'names', label: 'Names', text: said });
  if (labels.length === 0) {
    return changed(draft, {
      complaints: [complain('no name was found. Paste one name a line.')],
      typed: { names: cut(text) },
    });
  }
  const full = `${MOST_PEOPLE} people are the most. ${left} were left out.`;
  return changed(settled({ ...draft, members }), {
    complaints: left > 0 ? [complain(full)] : [],
    notice: addedNotice(members.length - draft.members.length, already, dropped),
  });
}

/**
 * Looks people up by name in the directory, in memory; at most 8 of those who are not in the list yet can be picked. When nobody
 * is found for a member, who they are is asked again: they may be no staff after all, or listed twice.
 */
export function find(draft: Draft, query: string, people: readonly Person[]): PeopleChange {
  const typed = { find: cut(query) };
  if (typed.find === '') return notFound({ ...draft, found: [] }, 'write a name to look for.', typed);
  // Those first whose name is most like the one in the chat: only their order, nobody is suggested by it.
  const looked = draft.members.find((one) => one.id === draft.finding);
  const hits = rank(looked?.label || typed.find, search(typed.find, people));
  const free = hits.filter(({ id }) => !isTaken(id, draft.members, null));
  if (free.length === 0) {
    const text =
      hits.length === 0 ? 'nobody in the directory has this name.' : 'everybody of this name is in the list already.';
    const next = draft.finding === null ? 'Check the spelling.' : 'Check the spelling, or say who this is instead.';
    return notFound(askedAgain(draft), `${text} ${next}`, typed);
  }
  const more = `${free.length} people have such a name. The first ${MOST_FOUND} are shown.`;
  const found = free.slice(0, MOST_FOUND).map(({ id }) => id);
  return changed({ ...draft, found }, { notice: free.length > MOST_FOUND ? more : null, typed });
}

/** Takes one of the people found: for the member being looked up, or as somebody new. The directory says which class they are. */
export function pick(draft: Draft, id: string, people: readonly Person[]): PeopleChange {
  const complain = (text: string) => changed(draft, { complaints: [{ field: 'pick', label: 'Person', text }] });
  const looked = draft.members.find((one) => one.id === draft.finding);
  if (id === NONE_FOUND) return changed(askedAgain(draft), {});
  const person = people.find((one) => one.id === id);
  if (!draft.found.includes(id) || person === undefined) return complain('choose one of the people found.');
  if (isTaken(id, draft.members, looked ?? null)) return complain(TAKEN);
  if (looked === undefined && draft.members.length >= MOST_PEOPLE)
    return complain(`${MOST_PEOPLE} people are the most.`);
  const base = looked ?? { id: nextId(draft.members), label: '', seen: null };
  const member: Member = { ...base, suggested: null, person: id, class: classOf(person) };
  const members = looked === undefined ? [...draft.members, member] : replaced(draft.members, looked, member);
  return changed(settled({ ...draft, members, found: [] }), {});
}

function notFound(draft: Draft, text: string, typed: PeopleChange['typed']): PeopleChange {
  return changed(draft, { complaints: [{ field: 'find', label: 'Directory', text }], typed });
}

/** Without what was found; who the member being looked up is, is an open question again. */
function askedAgain(draft: Draft): Draft {
  const members = draft.members.map((one) => (one.id === draft.finding ? { ...one, class: null } : one));
  return settled({ ...draft, members, found: [] });
}

/** Those of the decided who were shown go to the end of the list, so that the next 8 can be shown. */
export function turnPage(draft: Draft, shown: readonly string[]): Draft {
  const seen = (one: Member) => shown.includes(fieldOf(one)) && isDecided(one);
  const [self, ...others] = draft.members;
  if (self === undefined) return draft;
  return { ...draft, members: [self, ...others.filter((one) => !seen(one)), ...others.filter(seen)] };
}

/** The member after an answer: the same when it says nothing new, null when they are taken out of the list. */
function answered(member: Member, answer: string, people: readonly Person[]): Member | null {
  if (answer === 'gone') return hasLeft(member) ? null : member;
  if (member.suggested !== null && !isDecided(member)) {
    if (answer === 'yes') return confirmed(member, people);
    if (answer === 'other') return { ...member, suggested: null, class: null };
    if (answer === 'unsure') return { ...member, class: 'unknown' };
  }
  const choice = CLASS_ANSWERS.find((one) => one === answer);
  if (choice === undefined || choice === 'gone') return member;
  if (choice === 'remove') return null;
  if (choice === 'unsure') return { ...member, suggested: null, person: null, class: 'unknown' };
  return choice === member.class
    ? member
    : { ...member, suggested: null, person: personFor(member, choice, people), class: choice };
}

function confirmed(member: Member, people: readonly Person[]): Member {
  const person = people.find(({ id }) => id === member.suggested);
  if (person === undefined) return { ...member, suggested: null, class: null };
  return { ...member, suggested: null, person: person.id, class: classOf(person) };
}

/** The person stays where the directory agrees with the class; pupils and outside people are nobody in the staff directory. */
function personFor(member: Member, kind: Class, people: readonly Person[]): string | null {
  const person = people.find(({ id }) => id === member.person);
  if (person === undefined || kind === 'pupil' || kind === 'outsider') return null;
  return kind === 'leaver' || classOf(person) === kind ? person.id : null;
}

/** In the same place; somebody whom the owner does not know goes to the end, so that the others are asked about first. */
function replaced(members: readonly Member[], old: Member, next: Member | null): readonly Member[] {
  if (next === null) return members.filter((one) => one !== old);
  if (next.class === 'unknown') return [...members.filter((one) => one !== old), next];
  return members.map((one) => (one === old ? next : one));
}

/** Somebody new in the list, with the directory's only match for the name and the number as a suggestion. */
export function madeFrom(
  label: string,
  phone: string | null,
  members: readonly Member[],
  people: readonly Person[],
): Member {
  const byName = suggest(label, people);
  const byPhone = phone === null ? null : suggestByPhone(phone, people);
  const agreed = byName === null || byPhone === null || byName.id === byPhone.id ? (byPhone ?? byName) : null;
  return { id: nextId(members), label, suggested: agreed?.id ?? null, person: null, class: null, seen: null };
}

function isTaken(person: string | null, members: readonly Member[], but: Member | null): boolean {
  return holderOf(person, members, but) !== undefined;
}

/** Whose line this person is already, if not the given one. */
function holderOf(person: string | null, members: readonly Member[], but: Member | null): Member | undefined {
  return person === null ? undefined : members.find((one) => one.id !== but?.id && one.person === person);
}

/** The first who is still to be found is looked up next; what was found for somebody else is forgotten. */
export function settled(draft: Draft): Draft {
  const finding = toFind(draft)[0]?.id ?? null;
  return { ...draft, finding, found: finding === draft.finding ? draft.found : [] };
}

function changed(draft: Draft, rest: Partial<Omit<PeopleChange, 'draft'>>): PeopleChange {
  return { draft, complaints: [], notice: null, typed: {}, ...rest };
}

function addedNotice(added: number, already: number, dropped: number): string {
  const parts = [`${added} added.`];
  if (already > 0) parts.push(`${already} in the list already.`);
  if (dropped > 0) parts.push(`${dropped} ${dropped === 1 ? 'line names' : 'lines name'} nobody.`);
  return parts.join(' ');
}

function nextId(members: readonly Member[]): string {
  return `p${Math.max(...members.map(({ id }) => Number(id.slice(1)))) + 1}`;
}

/** The number of the next person who has no name: "Number 3". */
export function nextNumber(draft: Draft): number {
  const numbers = draft.members.map(({ label }) => Number(/^Number (\d{1,4})$/u.exec(label)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}
