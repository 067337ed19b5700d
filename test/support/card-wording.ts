import { listOf, nodes, textOf, typeOf, type Found, type Node } from './card-walk.js';

const FORBIDDEN = /\b(illegal\w*|please|sorry|simply|successful\w*|utilis\w+|invalid|unfortunately|oops)\b/i;
const TITLES = new Set(['ok', 'submit', 'yes', 'no', 'click here', 'here']);
/** "Under 20 words." */
const MOST_WORDS = 19;

/** Properties whose text a reader sees or hears. */
const READ = ['text', 'title', 'label', 'placeholder', 'tooltip', 'errorMessage', 'fallbackText', 'speak'];

/** What the design language says against the words of a card. Texts of people are not judged. */
export function wordingProblems(card: Node, userText: readonly string[]): readonly string[] {
  const found = nodes(card);
  const problems: string[] = [];
  for (const { node } of found)
    for (const key of READ) {
      const text = textOf(node, key);
      if (text === '' || isTheirs(text, userText)) continue;
      const word = FORBIDDEN.exec(text)?.[0];
      if (word !== undefined) problems.push(`"${word}" in: ${text}`);
      if (/[A-Z]{6,}/.test(text.replaceAll(/\b[A-Z]+-[A-Z0-9-]+/g, ''))) problems.push(`capitals in: ${text}`);
      if (/\p{Extended_Pictographic}/u.test(text)) problems.push(`emoji in: ${text}`);
      if (typeOf(node).startsWith('Action.') && TITLES.has(text.toLowerCase())) problems.push(`button: ${text}`);
    }
  for (const text of found.flatMap((one) => prose(one, userText)))
    for (const sentence of sentences(text)) {
      const words = sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      if (words > MOST_WORDS) problems.push(`${words} words: ${sentence}`);
    }
  return problems;
}

/** What is read as running text: blocks, the runs of one block together, titles of choices, what follows a fact. */
function prose({ node, above, key }: Found, userText: readonly string[]): readonly string[] {
  if (above.some((one) => textOf(one, 'id') === 'sources')) return [];
  if (typeOf(node) === 'TextBlock') return [textOf(node, 'text')];
  if (typeOf(node) === 'RichTextBlock') {
    const runs = listOf(node, 'inlines').map((run) => textOf(run, 'text'));
    return [runs.map((run) => (isTheirs(run, userText) ? 'name' : run)).join('')];
  }
  if (key === 'choices') return [textOf(node, 'title')];
  if (key === 'facts') return [textOf(node, 'value')];
  return typeOf(node).startsWith('Input.') ? [textOf(node, 'label')] : [];
}

function isTheirs(text: string, userText: readonly string[]): boolean {
  return userText.some((theirs) => text.includes(theirs));
}

function sentences(text: string): readonly string[] {
  return text.split(/(?<=[.?!:;]["”]?)\s+/);
}

/**
 * Where people's own texts stand: in a TextRun or in an input's value, and nowhere else, because everywhere else Teams would read
 * Markdown in them. And nothing of the template is left unfilled.
 */
export function userTextProblems(card: Node, userText: readonly string[]): readonly string[] {
  const problems: string[] = [];
  for (const { node, key: holder } of nodes(card))
    for (const [key, value] of Object.entries(node)) {
      if (typeof value !== 'string') continue;
      const safe = (typeOf(node) === 'TextRun' && key === 'text') || (typeOf(node) === 'Input.Text' && key === 'value');
      const where = `${typeOf(node) || holder}.${key}: ${value.slice(0, 100)}`;
      if (!safe && userText.some((theirs) => value.includes(theirs))) problems.push(`user text in ${where}`);
      if (value.includes('${') && !userText.some((theirs) => value.includes(theirs)))
        problems.push(`unfilled: ${where}`);
    }
  return problems;
}
