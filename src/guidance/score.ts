import type { AskLine } from './report.js';
import type { Verdict } from './types.js';

/** A question with what a person says of it. Facets that were not labelled are not scored. */
export type Labelled = {
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  /** Null unless the intent is `permission`. */
  readonly verdict: Verdict | null;
  readonly app?: string | undefined;
  readonly audience?: string | undefined;
  readonly content?: readonly string[] | undefined;
  readonly circumstance?: readonly string[] | undefined;
  /** Kinds of message, such as `negation` or `long`. */
  readonly slices: readonly string[];
};

/** A labelled question and what Regroup makes of it. */
export type Judged = { readonly label: Labelled; readonly line: AskLine };

/** How many of how many, as a share between 0 and 1; null when there were none. */
export type Share = { readonly right: number; readonly of: number; readonly share: number | null };

export type Score = {
  readonly questions: number;
  readonly intent: Share;
  /** Over the questions that are labelled `permission`. */
  readonly verdict: Share;
  /** The intent, and for `permission` the verdict as well. */
  readonly both: Share;
  /** Labelled not-allowed, answered "allowed" with nothing asked first. Must be empty. */
  readonly cardinal: readonly string[];
  /** Labelled not-allowed, answered "allowed if" with nothing asked first. Must be empty. */
  readonly unsafeConditional: readonly string[];
  /** Labelled not-allowed, "allowed" only after every statement of a confirmation card was ticked. */
  readonly allowedBehindConfirm: readonly string[];
  /** The same for "allowed if". */
  readonly conditionalBehindConfirm: readonly string[];
  readonly asks: Asks;
  readonly facets: Facets;
  readonly slices: Readonly<Record<string, Slice>>;
  /** Label, then answer, then how often; the intents, and the verdicts of what is labelled `permission`. */
  readonly confusion: { readonly intent: Confusion; readonly verdict: Confusion };
  readonly wrong: readonly Wrong[];
};

/** Questions to which the answer was a question. */
export type Asks = { readonly all: number; readonly needed: number; readonly needless: number };
export type Facets = {
  readonly app: Share;
  readonly audience: Share;
  readonly circumstance: Share;
  readonly content: { readonly precision: Share; readonly recall: Share };
};
export type Slice = Pick<Score, 'questions' | 'intent' | 'verdict' | 'both'>;
export type Confusion = Readonly<Record<string, Readonly<Record<string, number>>>>;
export type Wrong = { readonly id: string; readonly label: string; readonly answer: string };

/** How well the answers fit the labels. */
export function score(all: readonly Judged[]): Score {
  const asked = all.filter(({ label }) => label.intent === 'permission');
  const refused = asked.filter(({ label }) => label.verdict === 'not-allowed');
  const yes = (verdict: Verdict, confirm: boolean) =>
    refused.filter(({ line }) => line.verdict === verdict && line.confirm === confirm).map(({ label }) => label.id);
  const slices = [...new Set(all.flatMap(({ label }) => label.slices))].sort();
  return {
    ...sliceOf(all),
    cardinal: yes('allowed', false),
    unsafeConditional: yes('conditional', false),
    allowedBehindConfirm: yes('allowed', true),
    conditionalBehindConfirm: yes('conditional', true),
    asks: asksIn(asked),
    facets: facetsOf(all),
    slices: Object.fromEntries(
      slices.map((name) => [name, sliceOf(all.filter(({ label }) => label.slices.includes(name)))]),
    ),
    confusion: {
      intent: confusion(all.map(({ label, line }) => [label.intent, line.intent])),
      verdict: confusion(asked.map(({ label, line }) => [label.verdict ?? 'none', answerOf(line)])),
    },
    wrong: all
      .filter((one) => !isRight(one))
      .map(({ label, line }) => ({
        id: label.id,
        label: named(label.intent, label.verdict),
        answer: named(line.intent, line.verdict, line.confirm),
      })),
  };
}

function sliceOf(all: readonly Judged[]): Slice {
  const asked = all.filter(({ label }) => label.intent === 'permission');
  return {
    questions: all.length,
    intent: share(all, ({ label, line }) => label.intent === line.intent),
    verdict: share(asked, hasVerdict),
    both: share(all, isRight),
  };
}

function hasVerdict({ label, line }: Judged): boolean {
  return line.intent === 'permission' && label.verdict === line.verdict;
}

function isRight(one: Judged): boolean {
  return one.label.intent === one.line.intent && (one.label.intent !== 'permission' || hasVerdict(one));
}

function asksIn(asked: readonly Judged[]): Asks {
  const all = asked.filter(({ line }) => line.verdict === 'needs-detail');
  const needed = all.filter(({ label }) => label.verdict === 'needs-detail').length;
  return { all: all.length, needed, needless: all.length - needed };
}

/** Facets are scored where the intent was understood: of another intent other facets are asked. */
function facetsOf(all: readonly Judged[]): Facets {
  const same = all.filter(({ label, line }) => label.intent === line.intent);
  const known = same.filter(({ label }) => label.content !== undefined);
  const pairs = known.map(({ label, line }) => ({ said: label.content ?? [], read: line.content }));
  return {
    app: share(given(same, 'app'), ({ label, line }) => label.app === line.app),
    audience: share(given(same, 'audience'), ({ label, line }) => label.audience === line.audience),
    circumstance: share(given(same, 'circumstance'), ({ label, line }) =>
      sameSet(label.circumstance ?? [], line.circumstance),
    ),
    content: {
      precision: share(
        pairs.flatMap(({ said, read }) => read.map((one) => said.includes(one))),
        Boolean,
      ),
      recall: share(
        pairs.flatMap(({ said, read }) => said.map((one) => read.some((other) => other === one))),
        Boolean,
      ),
    },
  };
}

function given(all: readonly Judged[], facet: 'app' | 'audience' | 'circumstance'): readonly Judged[] {
  return all.filter(({ label }) => label[facet] !== undefined);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

function share<T>(all: readonly T[], right: (one: T) => boolean): Share {
  const count = all.filter(right).length;
  return { right: count, of: all.length, share: all.length === 0 ? null : count / all.length };
}

function confusion(pairs: readonly (readonly [label: string, answer: string])[]): Confusion {
  const table: Record<string, Record<string, number>> = {};
  for (const [label, answer] of pairs) {
    const row = (table[label] ??= {});
    row[answer] = (row[answer] ?? 0) + 1;
  }
  return table;
}

function answerOf({ intent, verdict, confirm }: AskLine): string {
  if (intent !== 'permission') return `(${intent})`;
  return `${verdict ?? 'none'}${confirm ? ' after confirm' : ''}`;
}

function named(intent: string, verdict: Verdict | null, confirm = false): string {
  return verdict === null ? intent : `${intent}, ${verdict}${confirm ? ' after confirm' : ''}`;
}
