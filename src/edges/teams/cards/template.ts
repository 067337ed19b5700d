import { readFileSync } from 'node:fs';
import templating from 'adaptivecards-templating';

/** An Adaptive Card as it is sent. */
export type Card = { readonly type: 'AdaptiveCard' } & Readonly<Record<string, unknown>>;

/** From src/edges/teams/cards and from dist/edges/teams/cards alike. */
const FOLDER = new URL('../../../../cards/', import.meta.url);

/** Templates can take strings, numbers, booleans and lists and records of them. Null would throw: use an empty string or a flag. */
export type TemplateData = { readonly [key: string]: TemplateValue };
export type TemplateValue = string | number | boolean | TemplateData | readonly TemplateValue[];

/**
 * The function that fills `cards/NAME.json` with data. Text that people or the directory wrote may only be bound where the
 * template has a TextRun or an input's value: there it stays text, whatever it says (docs/decisions).
 */
export function template<T extends TemplateData>(name: string): (data: T) => Card {
  const filled = new templating.Template(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
  return (data) => filled.expand({ $root: data }) as Card;
}
