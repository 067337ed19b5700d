import { cue, found } from './found.js';
import type { Reader } from './lexicon.js';
import { hits } from './lookup.js';
import type { Span } from './phrases.js';
import type { Token } from './tokens.js';
import type { App, Intent } from './types.js';

/** Procedures, in the order in which they go before everything else. */
const PROCEDURES: readonly Intent[] = [
  'admin-summary',
  'status',
  'incident',
  'subject-access',
  'leaver',
  'move-group',
  'register-group',
];

/** An intent and the words that gave it. */
export type ReadIntent = { readonly intent: Intent; readonly spans: readonly Span[] };

/** What somebody wants. Of several asks, the one with the most at stake; words in quotation marks ask for nothing. */
export function readIntent(
  tokens: readonly Token[],
  reader: Reader,
): ReadIntent & {
  /** The words in which the spans lie: without the quoted ones, unless there is nothing else. */
  readonly among: readonly Token[];
} {
  const own = tokens.some(({ quoted }) => quoted) ? tokens.filter(({ quoted }) => !quoted) : tokens;
  const read = readOne(own, reader);
  if (read.intent !== 'out-of-scope' || own.length === tokens.length) return { ...read, among: own };
  return { ...readOne(tokens, reader), among: tokens };
}

function readOne(asked: readonly Token[], reader: Reader): ReadIntent {
  const spans = intentSpans(asked, reader);
  const procedure = PROCEDURES.find((intent) => (spans.get(intent) ?? []).length > 0);
  if (procedure !== undefined) return { intent: procedure, spans: spans.get(procedure) ?? [] };
  return answerable(asked, reader, spans);
}

/** Where each intent's phrases stand, without those that the policy says mean something else. */
function intentSpans(tokens: readonly Token[], reader: Reader): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { value, start, end } of hits(reader.intents, tokens)) {
    const known = spans.get(value);
    if (known === undefined) spans.set(value, [{ start, end }]);
    else known.push({ start, end });
  }
  for (const [intent, all] of spans) {
    const not = cue(`not-${intent}`, tokens, reader);
    if (not.length > 0)
      spans.set(
        intent,
        all.filter((span) => !not.some((other) => overlaps(span, other))),
      );
  }
  return spans;
}

/** What is left when it is not a procedure: a question that gets an answer, or nothing for Regroup. */
function answerable(tokens: readonly Token[], reader: Reader, spans: ReadonlyMap<string, readonly Span[]>): ReadIntent {
  const of = (intent: Intent): readonly Span[] => spans.get(intent) ?? [];
  const apps = found<App>(reader.apps, tokens, reader);
  const privateApp = apps.some(({ value }) => value !== 'teams' && value !== 'school-system');
  const denied = cue('denies', tokens, reader);
  const asks = cue('asks', tokens, reader).filter((ask) => !denied.some((deny) => overlaps(deny, ask)));
  const about = apps.length > 0 || cue('messaging', tokens, reader).length > 0;

  // "They want a group on it. What can I offer them?": what is asked goes before what somebody plans.
  const plans = cue('plans', tokens, reader);
  const asksAfter = (span: Span, ask: Span): boolean =>
    ask.end <= span.start && plans.some(({ start, end }) => start <= ask.start && ask.end <= end);

  // "Why is WhatsApp slow": about the app itself. "A WhatsApp where we say who is in": of what is said in it.
  const other = privateApp
    ? of('out-of-scope').filter((span) => apps.some((app) => overlaps(span, app)))
    : of('out-of-scope');
  if (other.length > 0 && !(privateApp && asks.length > 0)) return result('out-of-scope', other);
  if (of('help').length > 0 && !privateApp) return result('help', of('help'));
  const strong = asks.length > 0 && about;
  for (const intent of ['alternative', 'why'] as const) {
    const elsewhere = asks.filter(
      (ask) => !of(intent).some((span) => overlaps(span, ask) || (intent === 'alternative' && asksAfter(span, ask))),
    );
    if (of(intent).length > 0 && !(strong && elsewhere.length > 0)) return result(intent, of(intent));
  }
  if (strong) return result('permission', asks);
  return (
    leaningOf(tokens, reader, privateApp, asks) ??
    result(privateApp ? 'permission' : 'out-of-scope', privateApp ? apps : [])
  );
}

/** The intents that telling words lean to, in the order in which they go before others. */
const LEANINGS: readonly Intent[] = [
  'incident',
  'subject-access',
  'leaver',
  'move-group',
  'register-group',
  'status',
  'admin-summary',
  'alternative',
  'why',
];

/** What people tell of without asking anything. */
const HAPPENED: ReadonlySet<Intent> = new Set<Intent>(LEANINGS.slice(0, 5));

/** Points for a word that leans to an intent, and for one that hardly anybody uses for anything else. */
const LEANS = 1;
const TELLS = 2;

/**
 * The intent with the most points, where no phrase of any intent stands: one for each word that leans to it (`lean-`), two for each
 * that tells it (`tell-`). Two points are enough beside something that is ours to answer. Who names a private app and asks nothing tells
 * of something that happened, where one point is enough, or fishes for a yes: for anything else it takes three.
 */
function leaningOf(
  tokens: readonly Token[],
  reader: Reader,
  privateApp: boolean,
  asks: readonly Span[],
): ReadIntent | null {
  if (privateApp && asks.length > 0) return null;
  if (!privateApp && cue('our-ground', tokens, reader).length === 0) return null;
  const all = LEANINGS.map((intent) => {
    const tells = apart(cue(`tell-${intent}`, tokens, reader));
    const leans = cue(`lean-${intent}`, tokens, reader).filter((lean) => !tells.some((tell) => overlaps(tell, lean)));
    const enough = !privateApp ? TELLS : HAPPENED.has(intent) ? LEANS : TELLS + LEANS;
    const points = LEANS * leans.length + TELLS * tells.length;
    return { ...result(intent, [...tells, ...leans]), points: points < enough ? 0 : points };
  });
  const most = Math.max(...all.map(({ points }) => points));
  const found = all.find(({ points }) => points === most);
  return most === 0 || found === undefined ? null : result(found.intent, found.spans);
}

/** Spans of which none overlaps one before it: a word counts once, however many phrases hold it. */
function apart(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans) if (!kept.some((one) => overlaps(one, span))) kept.push(span);
  return kept;
}

function result(intent: Intent, spans: readonly Span[]): ReadIntent {
  return { intent, spans };
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
