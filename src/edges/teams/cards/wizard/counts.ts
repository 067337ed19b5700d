import { count } from '../../../../calendar/words.js';
import type { Class, Draft, Member } from '../../../../migration/migration.js';
import { peopleCounts, toFind } from '../../../../migration/people.js';
import { bold, line, plain, type Line, type Run } from '../runs.js';
import type { Scene } from '../scene.js';
import { calledNow, CLASS, labelOf } from './member.js';

/** A row of the table: how many people are in a class, and what happens to them. */
export type Row = { readonly kind: string; readonly people: string; readonly next: string };

/** "60 people. 27 need a decision from you." */
export function said(draft: Draft, left: number): string {
  if (draft.members.length === 1) return 'Only you are in the list so far.';
  const people = `${count(draft.members.length, 'person', 'people')}.`;
  const lookups = toFind(draft).length;
  const open = left === 0 ? '' : ` ${left} ${left === 1 ? 'needs' : 'need'} a decision from you.`;
  const toLookUp = lookups === 0 ? '' : ` ${lookups} still to be found in the directory.`;
  return `${people}${open}${toLookUp}${open === '' && toLookUp === '' ? ' Everybody is decided.' : ''}`;
}

const THEN: Readonly<Record<Class, string>> = {
  staff: 'Join the channel',
  guest: 'Join as guests',
  leaver: 'Left out',
  pupil: 'Left out',
  outsider: 'Left out',
  unknown: 'You decide',
};

/** The counts by class, without the empty ones. */
export function rows(draft: Draft): readonly Row[] {
  const counts = peopleCounts(draft);
  const fresh = draft.members.filter((one) => one.class === null);
  const matched = fresh.filter(({ suggested }) => suggested !== null).length;
  const row = (kind: Class, people = counts[kind]): Row => ({
    kind: CLASS[kind],
    people: `${people}`,
    next: THEN[kind],
  });
  return [
    row('staff'),
    { kind: 'Staff, matched', people: `${matched}`, next: 'You confirm' },
    { kind: 'To be found', people: `${toFind(draft).length}`, next: 'You pick' },
    row('guest'),
    row('leaver'),
    row('pupil'),
    row('outsider'),
    row('unknown', counts.unknown + fresh.length - matched),
  ].filter(({ people }) => people !== '0');
}

/** Who could read the group and should not have been able to. */
export function outside(draft: Draft) {
  const { pupil, outsider } = peopleCounts(draft);
  const who = draft.members.filter((one) => one.class === 'pupil' || one.class === 'outsider');
  const called = who.filter(({ label }) => label.trim() !== '');
  const names = called.slice(0, 4).flatMap((one, index) => [...(index === 0 ? [] : [plain(', ')]), bold(labelOf(one))]);
  const rest = called.length > 4 ? [plain(` and ${called.length - 4} more`)] : [];
  const people = [
    outsider === 0 ? '' : count(outsider, 'outside person', 'outside people'),
    pupil === 0 ? '' : count(pupil, 'pupil', 'pupils'),
  ].filter((text) => text !== '');
  return {
    outside: people.length === 0 ? '' : `${people.join(' and ')} in the group`,
    outsiders: [...names, ...rest],
  };
}

/** Those who are decided, under the name of their class. */
export function decidedLines(decided: readonly Member[], scene: Scene): readonly Line[] {
  return (['staff', 'guest', 'leaver', 'pupil', 'outsider'] as const).flatMap((kind) => {
    const members = decided.filter((one) => one.class === kind);
    if (members.length === 0) return [];
    return [line(bold(CLASS[kind])), ...members.map((one) => ({ runs: plainer(calledNow(one, scene)) }))];
  });
}

/** Under a bold class name, the people stand in plain text. */
function plainer(runs: readonly Run[]): readonly Run[] {
  return runs.map(({ text }) => plain(text));
}
