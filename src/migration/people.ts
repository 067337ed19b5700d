import type { Complaint } from './complaint.js';
import type { Class, Draft, Member } from './migration.js';

/** How many people are asked about on one card. */
export const PAGE = 8;
/** How many people a draft can hold: a Teams channel can have more, a wizard on a phone cannot. */
export const MOST_PEOPLE = 250;

/**
 * Is the name in the chat the person whom the directory suggests? `other` asks who it is instead; `gone` is for those whom an export
 * saw leaving: staff still, but not in the group any more, so there is nothing to move.
 */
export const MATCH_ANSWERS = ['yes', 'other', 'unsure', 'gone'] as const;
/** Who is it? `staff` and `guest` are looked up in the directory next; `remove` takes out a name that is listed twice. */
export const CLASS_ANSWERS = ['staff', 'leaver', 'guest', 'pupil', 'outsider', 'unsure', 'remove', 'gone'] as const;

/** What the people step asks about next: at most 8, matches first. */
export type Page = {
  /** A match for each of these is still to be confirmed: `MATCH_ANSWERS`. */
  readonly matches: readonly Member[];
  /** Nobody knows yet who these are: `CLASS_ANSWERS`. */
  readonly unknowns: readonly Member[];
  /** How many people need a decision, those on the page included. */
  readonly left: number;
};

/** The input of the people step for one member. */
export function fieldOf(member: Member): string {
  return `m_${member.id}`;
}

/** The page is not stored: it is the first 8 who still need a decision, those whom the owner was not sure about last. */
export function page(draft: Draft): Page {
  const fresh = draft.members.filter((one) => one.class === null);
  const unsure = draft.members.filter((one) => one.class === 'unknown');
  const shown = [
    ...fresh.filter(({ suggested }) => suggested !== null),
    ...fresh.filter(({ suggested }) => suggested === null),
    ...unsure,
  ].slice(0, PAGE);
  return {
    matches: shown.filter(({ suggested }) => suggested !== null),
    unknowns: shown.filter(({ suggested }) => suggested === null),
    left: fresh.length + unsure.length,
  };
}

/** Those who are decided and can be changed, 8 at a time: "Change" on them shows the next 8. The owner always stays. */
export function changeable(draft: Draft, owner: string): readonly Member[] {
  return draft.members.filter((one) => isDecided(one) && one.person !== owner);
}

/** Whether an export has seen this person leave the group. */
export function hasLeft({ seen }: Member): boolean {
  return seen !== null && seen.left !== null;
}

/** Whether there is nothing left to ask about this person. Whoever joins needs to be found in the directory. */
export function isDecided(member: Member): boolean {
  if (member.class === null || member.class === 'unknown') return false;
  return !joins(member.class) || member.person !== null;
}

/** Who joins the channel. */
export function joins(kind: Class | null): boolean {
  return kind === 'staff' || kind === 'guest';
}

/** Staff and guests who are still to be looked up in the directory, in order; the first is `draft.finding`. */
export function toFind(draft: Draft): readonly Member[] {
  return draft.members.filter((one) => joins(one.class) && one.person === null);
}

/** How many of each class; `undecided` counts those who are not asked about yet or still to be looked up. */
export function peopleCounts(draft: Draft): Readonly<Record<Class | 'undecided', number>> {
  const counts = { staff: 0, leaver: 0, guest: 0, pupil: 0, outsider: 0, unknown: 0, undecided: 0 };
  for (const one of draft.members) {
    const kind = one.class !== null && (isDecided(one) || one.class === 'unknown') ? one.class : 'undecided';
    counts[kind] += 1;
  }
  return counts;
}

/** What the card and a complaint call this member's question: the place in the page, never a name. */
export function questionLabel(shown: Page, member: Member): string {
  const match = shown.matches.indexOf(member);
  if (match >= 0) return `Match ${match + 1}`;
  const unknown = shown.unknowns.indexOf(member);
  return unknown >= 0 ? `Unknown person ${unknown + 1}` : 'One of these people';
}

/** What the people step still needs: somebody besides the owner, and an answer for everybody. */
export function peopleComplaints(draft: Draft): readonly Complaint[] {
  if (draft.members.length < 2)
    return [{ field: 'names', label: 'Names', text: 'add the people who are in the group.' }];
  const shown = page(draft);
  const asked = [...shown.matches, ...shown.unknowns].map((member) => ({
    field: fieldOf(member),
    label: questionLabel(shown, member),
    text: stillNeeded(member),
  }));
  if (asked.length > 0 || toFind(draft).length === 0) return asked;
  return [
    { field: 'find', label: 'Directory', text: 'find this person in the directory, or choose who they are instead.' },
  ];
}

/**
 * What "Continue" has to complain about after the answers of one page were taken: a question that was on the page and got no
 * answer. The next page's questions are no complaint; people the owner does not know are one when nothing else is left to ask.
 */
export function unanswered(before: Draft, after: Draft): readonly Complaint[] {
  const asked = page(before);
  const wasAsked = [...asked.matches, ...asked.unknowns].filter((one) => one.class === null);
  const isOpen = (one: Member) =>
    one.class === null && wasAsked.some(({ id, suggested }) => id === one.id && suggested === one.suggested);
  const open = new Set(after.members.filter(isOpen).map(fieldOf));
  const complaints = peopleComplaints(after);
  if (open.size > 0) return complaints.filter(({ field }) => open.has(field));
  if (after.members.some((one) => one.class === null)) return [];
  const isNew = after.finding !== null && after.finding !== before.finding;
  return complaints.filter(({ field }) => !(field === 'find' && isNew));
}

function stillNeeded(member: Member): string {
  if (member.class === 'unknown') return 'find out who this is. A move with an unknown person cannot be submitted.';
  return member.suggested === null ? 'choose who this is.' : 'choose yes, no or not sure.';
}
