import type { App, Content, Policy, Understood } from './types.js';
import { understand, type Reading } from './understand.js';

/** "ok and photos with the parents then?" is a follow-up; whoever writes more asks anew. */
const MOST_WORDS = 8;
/** So few words are no sentence. */
const FEW = 3;

/** What leads over from the answer before: "ok, and", "what about", "even if it's". */
const LEAD =
  /^(?:(?:ok(?:ay)?|and|but|so|then|also|well|right|what about|how about|what if|even|if|it(?:['’]?s| is)|just|only|about|or)\b[\s,:–-]*)+/iu;

/** A school's own phone is a device, not another tool: an app on it stays what it is. */
const DEVICE = /\b(?:phones?|mobiles?|devices?|laptops?|i?pads?|tablets?|computers?)\b/iu;
const ON_DEVICE = new RegExp(`^(?:on|from)\\b.*${DEVICE.source}`, 'iu');

/** What a short text asks about the answer before it. */
export type Recall = 'why' | 'instead';

/** Whether a text asks only for the reasons of the answer before it, or only for what to do instead. */
export function recallIn({ understood, words }: Reading): Recall | null {
  const { intent, danger } = understood;
  const named = [...words.app, ...words.audience, ...words.content, ...words.circumstance];
  if (danger || named.length > 0) return null;
  if (intent === 'why') return 'why';
  return intent === 'alternative' ? 'instead' : null;
}

/**
 * What is asked when the text goes on from a question before: "and for parents?", "what about Signal?", "ok and photos?". What it
 * names takes the place of what was said before; what the asker said about the circumstances of the other case does not carry over,
 * because it could make the answer milder. Null when the text asks something of its own, or names nothing that matters here.
 */
export function followUp(previous: Understood, text: string, policy: Policy): Understood | null {
  const short = text.trim();
  if (short.split(/\s+/).length > MOST_WORDS) return null;
  const rest = short.replace(LEAD, '');
  const alone = understand(rest, policy);
  if (!mayGoOn(understand(short, policy)) || isOwnQuestion(alone)) return null;
  if (rest === short && !looksBack(rest, alone)) return null;
  const named = facetsIn(rest, alone, policy);
  if (named === null) return null;
  return {
    intent: 'permission',
    app: named.app ?? previous.app,
    audience: named.audience === 'unknown' ? previous.audience : named.audience,
    content: named.content.length > 0 ? named.content : previous.content,
    circumstance: alone.understood.circumstance,
    danger: previous.danger,
    procedure: null,
    english: true,
  };
}

/** A procedure, a danger or another language starts anew. */
function mayGoOn({ understood: { intent, danger, procedure, english } }: Reading): boolean {
  return !danger && procedure === null && english && (intent === 'permission' || intent === 'out-of-scope');
}

/** "Can I use Signal?" stands on its own: it asks, and names what it asks about. */
function isOwnQuestion(alone: Reading): boolean {
  return asks(alone) && alone.understood.app !== 'none';
}

function asks({ understood, words }: Reading): boolean {
  return understood.intent === 'permission' && words.intent.some((word) => !words.app.includes(word));
}

/** Without words that lead over: a word or two, the end of a sentence, or "can I" with nothing that it could be about. */
function looksBack(rest: string, alone: Reading): boolean {
  return rest.split(/\s+/).length <= FEW || /^(?:for|to|with|on|in|from|via|by)\b/iu.test(rest) || asks(alone);
}

type Named = {
  readonly app: App | null;
  readonly audience: Understood['audience'];
  readonly content: readonly Content[];
};

/** What the rest of the text names, read as the end of a whole question; null when it names nothing. */
function facetsIn(rest: string, alone: Reading, policy: Policy): Named | null {
  const used = understand(`can I use ${rest}`, policy);
  const ended = understand(`can I use Teams ${rest}`, policy);
  const { audience, content } = ended.understood;
  const known = content.filter((one) => one !== 'none-stated');
  // "for lunch" would count as work there; here it has to be named.
  const said = known.filter((one) => one !== 'business' || alone.words.content.length > 0);
  const device = ON_DEVICE.test(rest) || [...used.words.app, ...alone.words.app].some((words) => DEVICE.test(words));
  const app = device || used.understood.app === 'none' ? null : used.understood.app;
  const own = device ? [] : said;
  if (app === null && audience === 'unknown' && own.length === 0 && !device) return null;
  return { app, audience, content: own };
}
