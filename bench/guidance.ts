import { readFileSync } from 'node:fs';
import { readPolicy } from '../src/guidance/policy.js';
import { askLine } from '../src/guidance/report.js';
import type { Lexicon, Phrases, Policy } from '../src/guidance/types.js';
import type { Bench } from './main.js';
import { inWords, processor, rateOf, type Rate } from './measure.js';

const PACK = 'policies/uk-schools.yaml';
const QUESTIONS = 'test/guidance/phrasings.jsonl';
const ROUNDS = 4;
const SIZES = [1, 2, 4] as const;
/** How much dearer than in proportion a question may become: measurements on a busy machine differ. */
const PATIENCE = 1.25;

/**
 * Questions per second on one core, from the text to the verdict. The baseline does less than half of the work: it only looks
 * whether each phrase of the lexicon stands in the text, letter by letter.
 */
export const guidance: Bench = async () => {
  const policy = readPolicy(readFileSync(PACK, 'utf8'), PACK);
  const texts = textsOf(QUESTIONS);
  const answering = await answeringWith(policy, texts);
  const baseline = await rateOf(texts.length, processor, () => lookUpOneByOne(policy.lexicon, texts));
  const repeated = await growing((size) => timesRules(policy, size, (phrases) => repeat(phrases, size)), texts);
  const added = await growing((size) => timesRules(policy, size, (phrases) => withOthers(phrases, size)), texts);
  return {
    figures: {
      questions: texts.length,
      phrases: countOf(policy.lexicon),
      rules: policy.rules.length,
      answering,
      baseline,
      repeated,
      added,
    },
    lines: [
      `${texts.length} questions, ${policy.rules.length} rules, ${countOf(policy.lexicon)} phrases`,
      `answering                          ${inWords(answering)}`,
      `baseline: each phrase as substring ${inWords(baseline)}`,
      `every rule and phrase 1, 2 and 4 times:     ${growth(repeated)}`,
      `1, 2 and 4 times as many, in other words:   ${growth(added)}`,
    ],
    faults: [
      ...(answering.median < 2_000 ? [`${answering.median} questions a second are fewer than 2,000`] : []),
      ...(repeated.four > 4 * PATIENCE ? ['the cost grows faster than the rules'] : []),
      ...(added.four > 4 * PATIENCE ? ['the cost grows faster than the phrases'] : []),
    ],
  };
};

function answeringWith(policy: Policy, texts: readonly string[]): Promise<Rate> {
  return rateOf(texts.length * ROUNDS, processor, () => {
    for (let round = 0; round < ROUNDS; round += 1) for (const text of texts) askLine('', text, policy);
  });
}

/** The cost of a question at each size, as a multiple of the cost at size 1; of the fastest runs, which others disturbed least. */
type Growth = { readonly two: number; readonly four: number };

async function growing(policyOf: (size: number) => Policy, texts: readonly string[]): Promise<Growth> {
  const rates: number[] = [];
  for (const size of SIZES) rates.push((await answeringWith(policyOf(size), texts)).fastest);
  const [one = NaN, two = NaN, four = NaN] = rates;
  return { two: rounded(one / two), four: rounded(one / four) };
}

function growth({ two, four }: Growth): string {
  return `a question costs 1, ${two} and ${four} times as much`;
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

function timesRules(policy: Policy, size: number, phrases: (some: Phrases) => Phrases): Policy {
  const copies = Array.from({ length: size }, (_, n) =>
    policy.rules.map((rule) => ({ ...rule, id: `${rule.id}-${n}` })),
  );
  return { ...policy, rules: copies.flat(), lexicon: mapped(policy.lexicon, phrases) };
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
