import { readFileSync } from 'node:fs';
import { readPolicy } from '../src/guidance/policy.js';
import { askLine } from '../src/guidance/report.js';
import type { Lexicon, Phrases, Policy } from '../src/guidance/types.js';
import type { Bench } from './main.js';
import { inWords, processor, rateOf, RUNS, type Rate } from './measure.js';

const PACK = 'policies/uk-schools.yaml';
const QUESTIONS = 'test/guidance/phrasings.jsonl';
const ROUNDS = 4;
const SIZES = [1, 2, 4] as const;

/**
 * Questions per second on one core, from the text to the verdict. The baseline does less than half of the work: it only looks
 * whether each phrase of the lexicon stands in the text, letter by letter.
 */
export const guidance: Bench = async () => {
  const policy = readPolicy(readFileSync(PACK, 'utf8'), PACK);
  const texts = textsOf(QUESTIONS);
  const answering = await answeringWith(policy, texts);
  const baseline = await rateOf(texts.length, processor, () => lookUpOneByOne(policy.lexicon, texts));
  const rules = growing((size) => timesRules(policy, size), texts);
  const repeated = growing((size) => timesPhrases(policy, (phrases) => repeat(phrases, size)), texts);
  const added = growing((size) => timesPhrases(policy, (phrases) => withOthers(phrases, size)), texts);
  const both = growing(
    (size) =>
      timesRules(
        timesPhrases(policy, (phrases) => repeat(phrases, size)),
        size,
      ),
    texts,
  );
  return {
    figures: {
      questions: texts.length,
      phrases: countOf(policy.lexicon),
      rules: policy.rules.length,
      answering,
      baseline,
      growth: { rules, repeated, added, both },
    },
    lines: [
      `${texts.length} questions, ${policy.rules.length} rules, ${countOf(policy.lexicon)} phrases`,
      `answering                          ${inWords(answering)}`,
      `baseline: each phrase as substring ${inWords(baseline)}`,
      `rules alone 1, 2 and 4 times:               ${growth(rules)}`,
      `phrases alone 1, 2 and 4 times:             ${growth(repeated)}`,
      `as many phrases again in other words:       ${growth(added)}`,
      `rules and phrases 1, 2 and 4 times:         ${growth(both)}`,
    ],
    faults: [
      ...(answering.median < 2_000 ? [`${answering.median} questions a second are fewer than 2,000`] : []),
      ...(rules.four > 4 ? ['the cost grows faster than the rules'] : []),
      ...([repeated, added, both].some(({ four }) => four > 4) ? ['the cost grows faster than the phrases'] : []),
    ],
  };
};

function answeringWith(policy: Policy, texts: readonly string[]): Promise<Rate> {
  return rateOf(texts.length * ROUNDS, processor, () => {
    for (let round = 0; round < ROUNDS; round += 1) for (const text of texts) askLine('', text, policy);
  });
}

/** The cost of a question at each size, as a multiple of the cost at size 1. */
type Growth = { readonly two: number; readonly four: number };

/**
 * The sizes take turns, so that whatever else the machine does falls on all of them; of each size counts the run that was disturbed
 * least.
 */
function growing(policyOf: (size: number) => Policy, texts: readonly string[]): Growth {
  const policies = SIZES.map((size) => ({ policy: policyOf(size), least: Infinity }));
  for (let run = 0; run < RUNS; run += 1) {
    for (const one of policies) {
      const start = processor();
      for (const text of texts) askLine('', text, one.policy);
      // The first run makes the policy's phrases ready, which does not count.
      if (run > 0) one.least = Math.min(one.least, processor() - start);
    }
  }
  const [one = NaN, two = NaN, four = NaN] = policies.map(({ least }) => least);
  return { two: rounded(two / one), four: rounded(four / one) };
}

function growth({ two, four }: Growth): string {
  return `a question costs 1, ${two} and ${four} times as much`;
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

function timesRules(policy: Policy, size: number): Policy {
  const copies = Array.from({ length: size }, (_, n) =>
    policy.rules.map((rule) => ({ ...rule, id: `${rule.id}-${n}` })),
  );
  return { ...policy, rules: copies.flat() };
}

function timesPhrases(policy: Policy, phrases: (some: Phrases) => Phrases): Policy {
  return { ...policy, lexicon: mapped(policy.lexicon, phrases) };
}

function mapped(lexicon: Lexicon, change: (phrases: Phrases) => Phrases): Lexicon {
  const inside = <R extends Readonly<Partial<Record<string, Phrases>>>>(record: R): R =>
    Object.fromEntries(Object.entries(record).map(([key, phrases]) => [key, change(phrases ?? [])])) as R;
  return {
    ...lexicon,
    ignored: change(lexicon.ignored),
    danger: change(lexicon.danger),
    apps: inside(lexicon.apps),
    audiences: inside(lexicon.audiences),
    contents: inside(lexicon.contents),
    circumstances: inside(lexicon.circumstances),
    intents: inside(lexicon.intents),
    cues: inside(lexicon.cues),
    procedures: inside(lexicon.procedures),
  };
}

function repeat(phrases: Phrases, size: number): Phrases {
  return Array.from({ length: size }, () => phrases).flat();
}

/** As many phrases again, of the same build, in words that nobody writes. */
function withOthers(phrases: Phrases, size: number): Phrases {
  const others = Array.from({ length: size - 1 }, (_, n) =>
    phrases.map((phrase) => phrase.replaceAll(/(?<![@\p{L}\p{N}-])[\p{L}\p{N}-]+/gu, (word) => `${word}q${n}`)),
  );
  return [...phrases, ...others.flat()];
}

/** What somebody would write first: every phrase is looked for in the text as it stands. */
function lookUpOneByOne(lexicon: Lexicon, texts: readonly string[]): void {
  const phrases = allOf(lexicon).map((phrase) =>
    phrase
      .replaceAll(/[@^$?*&]|\.\./g, '')
      .replaceAll('|', ' ')
      .trim(),
  );
  let found = 0;
  for (const text of texts) {
    const lower = text.toLowerCase();
    for (const phrase of phrases) if (lower.includes(phrase)) found += 1;
  }
  if (found === 0) throw new Error('the baseline finds nothing');
}

function allOf(lexicon: Lexicon): Phrases {
  const { ignored, danger, words: _, ...records } = lexicon;
  return [...ignored, ...danger, ...Object.values(records).flatMap((record) => Object.values(record).flat())];
}

function countOf(lexicon: Lexicon): number {
  return allOf(lexicon).length;
}

function textsOf(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => String((JSON.parse(line) as { readonly text: unknown }).text));
}
