import { readFileSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';

/** An Adaptive Card as it is sent. */
export type Card = { readonly type: 'AdaptiveCard'; readonly fallbackText: string } & Readonly<Record<string, unknown>>;

/** From src/edges/teams/cards and from dist/edges/teams/cards alike. */
const FOLDER = new URL('../../../../cards/', import.meta.url);

/** What templates take. For "nothing" use an empty string, an empty list or a flag. */
export type TemplateData = { readonly [key: string]: TemplateValue };
export type TemplateValue = string | number | boolean | TemplateData | readonly TemplateValue[];

/** A template and its data do not fit: our own mistake, never the reader's. */
export class TemplateProblem extends Error {
  override readonly name = 'TemplateProblem';
}

/**
 * The function that fills `cards/NAME.json` with data. Text that people or the directory wrote may only be bound where the
 * template has a TextRun or an input's value: there it stays text, whatever it says. Throws `TemplateProblem` when the template
 * asks for something that the data does not have, and when the data holds something that is neither text nor number nor flag.
 */
export function template<T extends TemplateData>(name: string): (data: T) => Card {
  const filled = new Template(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));
  return (data) => {
    const missing = new Set<string>();
    const card: unknown = filled.expand({ $root: asked(data, name, missing) });
    if (missing.size > 0) throw new TemplateProblem(`cards/${name}.json has no data for ${[...missing].join(', ')}`);
    refuseStructure(card, name);
    return card as Card;
  };
}

/**
 * A record that notices when it is asked for something it does not have. The templating library would leave `${field}` in the
 * card, and a missing `$when` would silently be false. It reads a Map by its `get`.
 */
class Asked extends Map<string, unknown> {
  readonly #missing: Set<string>;
  constructor(missing: Set<string>) {
    super();
    this.#missing = missing;
  }
  override get(key: string): unknown {
    if (!this.has(key)) this.#missing.add(key);
    return super.get(key);
  }
}

function asked(value: unknown, path: string, missing: Set<string>): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one, index) => asked(one, `${path}[${index}]`, missing));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    throw new TemplateProblem(`${path} cannot be shown on a card`);
  const record = new Asked(missing);
  for (const [key, one] of Object.entries(value)) record.set(key, asked(one, `${path}.${key}`, missing));
  return record;
}

/** A record in the place of a text would be structure that the data brought in; a card's structure comes from its template. */
function refuseStructure(value: unknown, name: string): void {
  if (value === null || value instanceof Map) throw new TemplateProblem(`cards/${name}.json binds a record as a value`);
  if (typeof value !== 'object') return;
  for (const one of Object.values(value)) refuseStructure(one, name);
}
