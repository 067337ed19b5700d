import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import { listOf, type Node } from './card-walk.js';

const require = createRequire(import.meta.url);
const SCHEMA = new URL('../../../shared/reference/adaptive-cards/adaptive-card-1.5.0.json', import.meta.url);

/** Of compact JSON, counted as UTF-16 as the message limit is. Cards aim at 7,000. */
const MOST_CHARACTERS = 12_000;

/** What the official schema, Microsoft's own renderer and the size limit say against a card. */
export function schemaProblems(card: Node): readonly string[] {
  const problems: string[] = [];
  if (card['version'] !== '1.5') problems.push(`version is ${String(card['version'])}, not 1.5`);
  const length = JSON.stringify(card).length;
  if (length > MOST_CHARACTERS) problems.push(`${length} characters of JSON: the limit is ${MOST_CHARACTERS}`);
  return [...problems, ...officialProblems(withKnownStyles(withoutExtensions(card))), ...parserProblems(card)];
}

/** Microsoft's extensions are outside the schema: `msteams` is left out, and a chart is judged by its fallback. */
function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (value === null || typeof value !== 'object') return value;
  const node = value as Node;
  if (String(node['type']).startsWith('Chart.')) return withoutExtensions(node['fallback']);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'msteams')
      .map(([key, one]) => [key, withoutExtensions(one)]),
  );
}

/** The schema file has forgotten the style `filtered`, which came with version 1.5 (Learn, "Input.ChoiceSet"); the renderer knows it. */
function withKnownStyles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKnownStyles);
  if (value === null || typeof value !== 'object') return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withKnownStyles(one)]));
  return node['type'] === 'Input.ChoiceSet' && node['style'] === 'filtered' ? { ...node, style: 'compact' } : node;
}

/** Whether the official schema, which is not part of this repository, lies beside it. */
export function isOfficialSchemaHere(): boolean {
  return existsSync(SCHEMA);
}

let official: ValidateFunction | null | undefined;

function officialSchema(): ValidateFunction | null {
  if (!isOfficialSchemaHere()) {
    console.warn('\n  SKIPPED: cards are not checked against the official 1.5 schema, which is not on this machine\n');
    return null;
  }
  const ajv = new Ajv({ strict: false, allErrors: true });
  (require('ajv-formats') as (ajv: Ajv) => void)(ajv);
  ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object);
  const { id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8')) as { readonly id: string };
  return ajv.compile({ ...schema, $id: id });
}

/** The whole card is judged, then each element of the body alone, because the schema's own messages do not say which one it is. */
function officialProblems(card: unknown): readonly string[] {
  if (official === undefined) official = officialSchema();
  if (official === null || official(card)) return [];
  const elements = listOf(card as Node, 'body');
  const bad = elements.filter((one) => official?.({ ...(card as Node), body: [one] }) === false);
  return [`official schema: ${JSON.stringify(bad.length > 0 ? bad : card).slice(0, 600)}`];
}

type Problem = { readonly message: string };
/** The part of `adaptivecards` that needs no browser. */
type Parser = {
  readonly AdaptiveCard: new () => {
    parse(card: unknown, context: object): void;
    validateProperties(): { readonly validationEvents: readonly Problem[] };
  };
  readonly SerializationContext: new () => { readonly eventCount: number; getEventAt(index: number): Problem };
};

/** What the renderer that Teams builds on says while reading the card. */
function parserProblems(card: unknown): readonly string[] {
  const { AdaptiveCard, SerializationContext } = require('adaptivecards/dist/adaptivecards.js') as Parser;
  const parsed = new AdaptiveCard();
  const context = new SerializationContext();
  parsed.parse(withoutExtensions(card), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index));
  return [...events, ...parsed.validateProperties().validationEvents].map(({ message }) => `renderer: ${message}`);
}
