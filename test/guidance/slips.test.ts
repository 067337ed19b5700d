import assert from 'node:assert/strict';
import { askLine, type AskLine } from '../../src/guidance/report.js';
import { phrasings } from '../support/phrasings.js';
import { testPolicy } from '../support/policy.js';

const policy = testPolicy();

/** The same numbers in each run, so that a failure can be seen again (a linear congruential generator, Numerical Recipes). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Change = (text: string, number: (below: number) => number) => string;

/** One letter missing, swapped, doubled or wrong, not the first or last. */
function misspelt(word: string, number: (below: number) => number): string {
  const at = 1 + number(word.length - 2);
  const [before, letter, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)];
  const wrong = String.fromCharCode('a'.charCodeAt(0) + number(26));
  const ways = [before + after, before + after.slice(0, 1) + letter + after.slice(1), before + letter + letter + after];
  return ways[number(4)] ?? before + wrong + after;
}

function oneWord(
  text: string,
  fits: RegExp,
  number: (below: number) => number,
  change: (word: string) => string,
): string {
  const words = text.split(' ');
  const places = words.flatMap((word, n) => (fits.test(word) ? [n] : []));
  const at = places[number(Math.max(places.length, 1))];
  return words.map((word, n) => (n === at ? change(word) : word)).join(' ');
}

/** What people do to a text that changes nothing of what they ask, and the share of answers that may change with it. */
const CHANGES: readonly (readonly [name: string, most: number, change: Change])[] = [
  [
    'a slip in a long word',
    0.02,
    (text, number) => oneWord(text, /^[a-z]{7,}$/i, number, (word) => misspelt(word, number)),
  ],
  // Short words have too many neighbours that are words themselves: the measured share is noted in docs/decisions/0005.
  [
    'a slip in a short word',
    0.2,
    (text, number) => oneWord(text, /^[a-z]{5,6}$/i, number, (word) => misspelt(word, number)),
  ],
  ['no apostrophes', 0.02, (text) => text.replace(/['’]/g, '')],
  ['no space after a comma', 0.02, (text) => text.replaceAll(', ', ',')],
  ['capitals throughout', 0, (text) => text.toUpperCase()],
  ['an emoji at the end', 0, (text) => `${text} 😅🙏`],
  ['"pls" at the end', 0.02, (text) => `${text} pls`],
  ['"ta" at the end', 0.02, (text) => `${text} ta`],
  ['"Hi quick one" before it', 0.02, (text) => `Hi quick one, ${text}`],
  ['a word typed twice', 0.02, (text, number) => oneWord(text, /^[a-z]+$/i, number, (word) => `${word} ${word}`)],
  ['"whats app"', 0.02, (text) => text.replace(/whatsapp/gi, 'whats app')],
  ['"wattsapp"', 0.02, (text) => text.replace(/whatsapp/gi, 'wattsapp')],
  ['"wa"', 0.02, (text) => text.replace(/whatsapp/gi, 'wa')],
];

/** Every so many-th phrasing: enough to see a class of slips, and quick. */
const EVERY = 5;

describe('slips and habits', () => {
  const rows = phrasings().filter((_, n) => n % EVERY === 0);
  /** Many texts come again: each is read once. */
  const known = new Map<string, AskLine>();
  const answerTo = (text: string): AskLine => {
    const answer = known.get(text) ?? askLine('', text, policy);
    known.set(text, answer);
    return answer;
  };
  for (const [name, most, change] of CHANGES) {
    it(`change the answer in at most ${most * 100} of 100: ${name}`, () => {
      const number = numbersFrom(42);
      const changed = rows.flatMap(({ text }) => {
        const other = change(text, number);
        const [as, now] = [answerTo(text), answerTo(other)];
        return as.intent === now.intent && as.verdict === now.verdict ? [] : [other];
      });
      assert.ok(changed.length <= most * rows.length, `${changed.length} of ${rows.length}:\n${changed.join('\n')}`);
    });

    it(`give no unconfirmed yes for what is not allowed: ${name}`, () => {
      const number = numbersFrom(7);
      for (const { text } of rows.filter(({ verdict }) => verdict === 'not-allowed')) {
        const other = change(text, number);
        const { app, verdict, confirm } = answerTo(other);
        const isYes = verdict === 'allowed' || verdict === 'conditional';
        assert.ok(!isYes || confirm, `${app}: ${other}`);
      }
    });
  }
});
