import { dayAndTime } from '../calendar/words.js';
import type { PackSource } from './data.js';

/** A part of the summary. */
export type Section = {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly tables: readonly {
    readonly caption: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  readonly points: readonly string[];
};

type Parts = Partial<Pick<Section, 'facts' | 'tables' | 'points'>>;
/** A part of the summary; what is not given is empty. */
export function section(id: string, title: string, { facts = [], tables = [], points = [] }: Parts): Section {
  return { id, title, facts, tables, points };
}

/** A person by id, with the name that the directory has now where names go along. */
export function who({ names }: PackSource, id: string | null | undefined): string {
  if (id == null) return 'nobody';
  const name = names?.get(id);
  return name === undefined ? id : `${name} (${id})`;
}

/** A day and time in words. */
export function at(when: Date | null | undefined): string {
  return when == null ? 'not yet' : dayAndTime(when);
}
