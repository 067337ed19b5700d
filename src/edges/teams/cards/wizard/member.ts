import type { Class, Member } from '../../../../migration/migration.js';
import { CLASS_ANSWERS, fieldOf, hasLeft, isDecided, MATCH_ANSWERS } from '../../../../migration/people.js';
import { bold, jobOf, named, nameOf, plain, shortened, spoken, type Run } from '../runs.js';
import { among, field, type Field } from '../complaints.js';
import type { Scene } from '../scene.js';
import { seenWords } from '../export/words.js';
import { type WizardView } from './frame.js';

/** A question about one person of the group, numbered so that row, input and error are the same one. */
export type Asked = Field & {
  readonly number: number;
  readonly field: string;
  readonly label: string;
  readonly runs: readonly Run[];
  /** What an export tells about them; empty without one. */
  readonly seen: string;
  /** Whether an export has seen them leave. */
  readonly gone: boolean;
};

/** How each class is called on a card. */
export const CLASS: Readonly<Record<Class, string>> = {
  staff: 'Staff, confirmed',
  guest: 'Guest',
  leaver: 'Former staff',
  pupil: 'Pupil',
  outsider: 'Outside person',
  unknown: 'Unknown',
};

const MOST_ERRORS = 4;

/** The question with what was answered so far; `stored` is the answer that the draft holds. */
export function asked(view: WizardView, member: Member, number: number, stored: string): Asked {
  const id = fieldOf(member);
  const isMatch = member.suggested !== null && !isDecided(member);
  const choices = isMatch ? MATCH_ANSWERS : CLASS_ANSWERS;
  const gone = hasLeft(member);
  const offered = choices.filter((one) => gone || one !== 'gone');
  const answer = among(field(view, id, stored, 80), offered);
  // With many errors there is no room for more than the questions.
  const seen = member.seen === null || view.complaints.length > MOST_ERRORS ? '' : seenWords(member.seen);
  return { ...answer, number, field: id, label: labelOf(member), runs: [], seen, gone };
}

/** Who was not known last time stands there as not known, until the owner says otherwise. */
export function unsure(member: Member): string {
  return member.class === 'unknown' ? 'unsure' : '';
}

/** The name in the chat. It is gone after the first submission: what is left is the class and a number. */
export function labelOf({ label, class: kind, id }: Member): string {
  if (label.trim() !== '') return shortened(label, 60);
  return `${kind === null || kind === 'unknown' || kind === 'staff' ? 'Person' : CLASS[kind]} ${id.slice(1)}`;
}

/** Whom the directory suggests for a name. */
export function suggestion(member: Member, scene: Scene): readonly Run[] {
  const person = member.suggested === null ? null : scene.person(member.suggested);
  return spoken([plain(nameOf(person)), plain(jobOf(person))]);
}

/** The directory's name of somebody who is found there, else the name in the chat. */
export function calledNow(member: Member, scene: Scene): readonly Run[] {
  return member.person === null ? [bold(labelOf(member))] : spoken(named(scene, member.person));
}
