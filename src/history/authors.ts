import type { Member } from '../migration/migration.js';
import type { Person } from '../roster/person.js';
import { hasMailAddress, hasPhoneNumber } from '../whatsapp/traces.js';
import type { Author } from './history.js';

/** Who is who when a chat's history is moved. */
export type Known = {
  /** From the sealed upload: an author's name in the export → a member's id. */
  readonly names: ReadonlyMap<string, string>;
  /** Of the draft; their labels are not looked at. */
  readonly members: readonly Pick<Member, 'id' | 'person' | 'class'>[];
  /** As the directory is now, by id. */
  readonly people: ReadonlyMap<string, Person>;
  /** Directory ids of those who objected, and ids (`p3`) of members who objected and have none. */
  readonly objected: ReadonlySet<string>;
};

const LEFT = 'a colleague who has left';

/**
 * Whom a name in the export stands for: staff are themselves as long as their account is there and not blocked; leavers, guests and
 * staff without an account are named as the directory has them, or in words; outsiders, pupils, people whom nobody knows and names
 * that are nobody's are outside. A number or a label of an address book is never in the answer.
 */
export function authorsOf(known: Known): (name: string) => Author {
  const authors = new Map(known.members.map(({ id }, at) => [id, authorAt(known, at)] as const));
  return (name) => authors.get(known.names.get(name) ?? '') ?? { kind: 'outside' };
}

function authorAt({ members, people, objected }: Known, at: number): Author {
  const member = members[at];
  if (member === undefined) return { kind: 'outside' };
  const { id, person: personId, class: kind } = member;
  if (objected.has(id) || (personId !== null && objected.has(personId))) return { kind: 'objected' };
  const person = personId === null ? undefined : people.get(personId);
  switch (kind) {
    case 'staff':
      if (person?.enabled === true && person.kind === 'member')
        return { kind: 'person', person: person.id, name: person.displayName };
      return attributed(person, numbered(LEFT, members, at, people));
    case 'leaver':
      return attributed(person, numbered(LEFT, members, at, people));
    case 'guest':
      return attributed(person, `Outside member ${guestsBefore(members, at) + 1}`);
    case 'pupil':
    case 'outsider':
    case 'unknown':
    case null:
      return { kind: 'outside' };
  }
}

function attributed(person: Person | undefined, otherwise: string): Author {
  const name = person?.displayName.trim() ?? '';
  // A guest's name is what they or whoever invited them wrote: it can be a number or an address.
  const isName = name !== '' && !hasPhoneNumber(name) && !hasMailAddress(name);
  return { kind: 'attributed', attribution: isName ? name : otherwise };
}

/** "a colleague who has left", with a number from the second one on, so that who answers whom can be read. */
function numbered(words: string, members: Known['members'], at: number, people: Known['people']): string {
  const isGone = ({ person, class: kind }: Known['members'][number]) =>
    kind === 'leaver' || (kind === 'staff' && !people.has(person ?? ''));
  const before = members.slice(0, at).filter(isGone).length;
  return before === 0 ? words : `${words} (${before + 1})`;
}

function guestsBefore(members: Known['members'], at: number): number {
  return members.slice(0, at).filter(({ class: kind }) => kind === 'guest').length;
}
