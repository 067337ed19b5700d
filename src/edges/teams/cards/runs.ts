import type { Person } from '../../../roster/person.js';
import type { Scene } from './scene.js';
import type { Card } from './template.js';

/** A stretch of a line. Whatever it says stays text: templates bind it only where a TextRun stands. */
export type Run = { readonly text: string; readonly weight: 'Default' | 'Bolder' };
/** A line of a card, made of runs. */
export type Line = { readonly runs: readonly Run[] };

export function plain(text: string): Run {
  return { text, weight: 'Default' };
}

export function bold(text: string): Run {
  return { text, weight: 'Bolder' };
}

export function line(...runs: readonly Run[]): Line {
  return { runs };
}

/** The text, or its start with an ellipsis: what people typed must not push a card over its size. Never cuts a letter in half. */
export function shortened(text: string, max: number): string {
  const letters = Array.from(text);
  return letters.length <= max ? text : `${letters.slice(0, max - 1).join('')}…`;
}

/** What a person is called on a card. Somebody whom the directory has deleted has no name any more. */
export function nameOf(person: Person | null): string {
  return person === null ? 'Someone no longer in the directory' : shortened(person.displayName, 60);
}

/** ", Year 6 teacher"; nothing when the directory has no job title. */
export function jobOf(person: Person | null): string {
  const job = person?.jobTitle ?? '';
  return job === '' ? '' : `, ${shortened(job, 60)}`;
}

/** "**Amara Osei**, Year 6 teacher" */
export function named(scene: Scene, id: string): readonly Run[] {
  const person = scene.person(id);
  return [bold(nameOf(person)), plain(jobOf(person))];
}

/** One card of several: the first one's head, everybody's body in order. */
export function stacked(first: Card, ...rest: readonly Card[]): Card {
  const bodies = [first, ...rest].map(({ body }) => body as readonly unknown[]);
  return { ...first, body: bodies.flat() };
}

/** The runs that say something: a TextRun without text is not allowed. */
export function spoken(runs: readonly Run[]): readonly Run[] {
  return runs.filter(({ text }) => text !== '');
}
