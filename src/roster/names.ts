import { isFullName } from './match.js';
import type { Person } from './person.js';
import { NUMBER, phoneOf } from './phone.js';

/** What was found in a pasted list of members. */
export type Names = {
  /** One for each person in the list, in its order: the name as written, or "Number 3" where there was only a phone number. */
  readonly labels: readonly string[];
  /** The phone number (E.164) beside each label, or null. For matching in memory only: never stored, never shown. */
  readonly phones: readonly (string | null)[];
  /** Lines that name nobody: "You", "Group admin", "12 members". */
  readonly dropped: number;
  /** How many people came after the first 250. */
  readonly more: number;
};

/** The most people that are taken from one list, and the most characters of a name. */
export const MOST_NAMES = 250;
export const LONGEST_NAME = 60;

/** What WhatsApp's member list shows beside the names, in lower case. A person's own status line can say anything else. */
const NOISE =
  /^(?:you|group|community|(?:group |community )?(?:admin|owner|creator)s?|online|typing|available|busy|at work|hey there! i am using whatsapp\.?|(?:group [·.-] )?\d+ (?:members?|participants?|people|others?|more)|(?:view|see) all.*|search(?: .*)?|add (?:members?|participants?)|invite (?:to group )?via (?:group )?link|last seen .*)$/u;
const ADMIN = /(?:^|[\s(–—·-]+)(?:group |community )?admin\)?$/iu;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0E\uFE0F\u20E3]/gu;
/** Direction marks, joiners and other things that nobody sees. */
const UNSEEN = /\p{Cf}/gu;
const BROKEN = /[\p{Cc}\p{Co}\p{Cs}]/gu;
/** Bullets and "12." in front, as lists have them; the tilde is WhatsApp's mark for a name that the person chose. */
const BULLET = /^(?:[\s~∼～*•◦▪‣·●○►✓✔,;:.–—-]+|\p{Nd}{1,3}[.)]\s+)/u;
const TAIL = /[\s,;:–—-]+$/u;

/**
 * The people in pasted text: one a line, or several between commas. A comma is part of a name only where the directory has that
 * very person ("Nair, Priya"). Names may repeat, because two people may have the same one. `firstNumber` is for "Number 3".
 */
export function readNames(text: string, people: readonly Person[] = [], firstNumber = 1): Names {
  const pieces = text.split(/[\n\r\u2028\u2029\v\f]+/u).flatMap((line) => piecesOf(line, people));
  const read = pieces.map((piece) => ({ name: nameIn(piece), written: piece }));
  const somebody = read.filter(({ name, written }) => name !== '' || hasNumber(written));
  const nobody = read.filter(({ name, written }) => name === '' && !hasNumber(written) && written.trim() !== '');
  const kept = somebody.slice(0, MOST_NAMES);
  const names = new Set(kept.map(({ name }) => name));
  let number = firstNumber - 1;
  const label = (name: string): string => {
    if (name !== '') return name;
    do number += 1;
    while (names.has(`Number ${number}`));
    return `Number ${number}`;
  };
  return {
    labels: kept.map(({ name }) => label(name)),
    phones: kept.map(({ written }) => phoneOf(written)),
    dropped: nobody.length,
    more: somebody.length - kept.length,
  };
}

function piecesOf(line: string, people: readonly Person[]): readonly string[] {
  const whole = nameIn(line);
  if (whole.includes(',') && people.some((one) => isFullName(whole, one))) return [whole];
  // Commas, as in the header of a group; semicolons, as in Outlook; and a second number after a first one.
  return line.split(/[,;\t،、，；]|(?<=\p{Nd})\s+(?=\+\s*\p{Nd})/u);
}

/** The name in one piece of the list; empty when nothing but noise or a number stands there. */
function nameIn(piece: string): string {
  let name = piece;
  for (let before = null as string | null; before !== name;) {
    before = name;
    name = cleaned(name);
  }
  return NOISE.test(name.toLowerCase()) || !/[\p{L}\p{So}\p{Extended_Pictographic}]/u.test(name) ? '' : name;
}

/** One round of cleaning; a round may bring to light what the next one takes away. It never makes a name longer. */
function cleaned(name: string): string {
  const seen = name
    .normalize('NFC')
    .replaceAll(UNSEEN, '')
    .replaceAll(BROKEN, ' ')
    .replaceAll(NUMBER, ' ')
    .replaceAll(/<[^<>]*>/gu, ' ');
  const plain = seen.replaceAll(EMOJI, ' ').trim();
  // Some people's only name in WhatsApp is an emoji: they are in the group all the same.
  const spaced = (plain === '' ? seen : plain).replaceAll(/\s+/gu, ' ').trim();
  const bare = spaced.replace(BULLET, '').replace(ADMIN, '').replace(TAIL, '');
  return [...bare].slice(0, LONGEST_NAME).join('').trim();
}

function hasNumber(piece: string): boolean {
  return (piece.match(/\p{Nd}/gu) ?? []).length >= 3 && !NOISE.test(piece.trim().toLowerCase());
}
