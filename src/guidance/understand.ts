import { readApps, readAudience, readCircumstance, readContent } from './facets.js';
import type { Found } from './found.js';
import { readIntent } from './intent.js';
import { readerOf, spelt, type Reader } from './lexicon.js';
import { hits, stands } from './lookup.js';
import { isMark, type Span } from './phrases.js';
import { unexplained } from './rest.js';
import { namesIn, tokensOf, type Token } from './tokens.js';
import type { App, Audience, Circumstance, Content, Intent, Policy, Understood } from './types.js';

/** What was understood, and the words that gave it. The words explain an answer at once and are never stored. */
export type Reading = {
  readonly understood: Understood;
  readonly words: {
    readonly intent: readonly string[];
    readonly app: readonly string[];
    readonly audience: readonly string[];
    readonly content: readonly string[];
    readonly circumstance: readonly string[];
  };
};

/** Intents of which nothing but the intent matters. */
const WITHOUT_CONTENT: ReadonlySet<Intent> = new Set<Intent>(['status', 'admin-summary', 'help', 'out-of-scope']);

/** The procedure for an intent when the lexicon finds no closer one. */
const PROCEDURE: Readonly<Partial<Record<Intent, string>>> = {
  incident: 'P-LOST',
  'subject-access': 'P-SAR',
  leaver: 'P-LEAVER',
  'move-group': 'P-MIGRATE',
  'register-group': 'P-REGISTER',
  why: 'P-WHY',
  alternative: 'P-INSTEAD',
};

/** Procedures that no intent stands for, and the intents beside which somebody may ask for one. */
const WITHOUT_INTENT = ['P-DELETE', 'P-MONITOR'] as const;
const UNSPOKEN: readonly Intent[] = ['permission', 'help', 'out-of-scope'];

/** For somebody who tells of a danger without asking anything that Regroup can answer. */
const DANGER = 'P-DANGER';

/** What a text asks, in the policy's terms. Instructions in it change nothing: it is only looked up, word by word. */
export function understand(text: string, policy: Policy): Reading {
  const reader = readerOf(policy);
  const tokens = spelt(tokensOf(text), reader);
  const { intent, spans, among } = readIntent(tokens, reader);
  const app = readApps(tokens, reader, intent);
  const circumstance = readCircumstance(tokens, reader);
  const stated = readContent(tokens, reader, circumstance, intent);
  const audience = readAudience(tokens, reader, circumstance, stated);
  const english = isEnglish(tokens, reader);
  const asksOfWork =
    intent === 'permission' && english && circumstance.length === 0 && audience[0]?.value !== 'personal';
  const content =
    asksOfWork && stated.length === 0 && app.length > 0 ? unexplained(tokens, reader, namesIn(text)) : stated;
  const danger = stands(reader.danger, tokens);
  return {
    understood: {
      intent,
      ...facets(intent, app, audience, content, circumstance),
      danger,
      procedure: procedureOf(intent, danger, tokens, reader, policy),
      english,
    },
    words: {
      intent: quote(spans, among),
      app: quote(app, tokens),
      audience: quote(audience, tokens),
      content: quote(content, tokens),
      circumstance: quote(circumstance, tokens),
    },
  };
}

function facets(
  intent: Intent,
  app: readonly Found<App>[],
  audience: readonly Found<Audience>[],
  content: readonly Found<Content>[],
  circumstance: readonly Found<Circumstance>[],
) {
  const said = unique(content);
  return {
    app: app[0]?.value ?? 'none',
    audience: audience[0]?.value ?? 'unknown',
    content: WITHOUT_CONTENT.has(intent) ? [] : said.length === 0 ? (['none-stated'] as const) : said,
    circumstance: intent === 'permission' ? unique(circumstance) : [],
  };
}

function unique<V extends string>(values: readonly Found<V>[]): readonly V[] {
  return [...new Set(values.map(({ value }) => value))];
}

/** The procedure for this text. Not every procedure has an intent: somebody who was messaged asks for permission to answer. */
function procedureOf(
  intent: Intent,
  danger: boolean,
  tokens: readonly Token[],
  reader: Reader,
  policy: Policy,
): string | null {
  const fits = (id: string): boolean => {
    const phrases = reader.procedures.get(id);
    return phrases !== undefined && stands(phrases, tokens);
  };
  const known = PROCEDURE[intent] ?? null;
  if (intent === 'incident') return fits('P-BREACH') && !fits('P-LOST') ? 'P-BREACH' : known;
  if (known !== null) return Object.hasOwn(policy.procedures, known) ? known : null;
  if (intent === 'permission' && fits('P-RECEIVED')) return 'P-RECEIVED';
  if (danger && Object.hasOwn(policy.procedures, DANGER)) return DANGER;
  return UNSPOKEN.includes(intent) ? (WITHOUT_INTENT.find(fits) ?? null) : null;
}

/** False when the text looks like another language: more of its short words than of English ones. */
function isEnglish(tokens: readonly Token[], reader: Reader): boolean {
  const words = tokens.filter(({ word }) => !isMark(word));
  const count = (name: string): number => {
    const phrases = reader.languages.get(name);
    return phrases === undefined ? 0 : hits(phrases, words).length;
  };
  const english = count('english');
  return [...reader.languages.keys()].every((name) => name === 'english' || count(name) < 2 || count(name) <= english);
}

function quote(spans: readonly Span[], tokens: readonly Token[]): readonly string[] {
  const texts = spans.map(({ start, end }) =>
    tokens
      .slice(start, end)
      .map(({ word }) => word)
      .join(' '),
  );
  return [...new Set(texts)];
}
