/** What a question to the record asks for: a kind of thing that happened, to the move of a group of this name. */
export type Asked = { readonly what: string; readonly group: string };

/** What somebody wants to read of the record in a chat: all about the moves of a group, or one kind of thing that happened to them. */
export type RecordCommand = {
  readonly what: string | null;
  /** Null for `audit` alone: how the record stands, and what can be asked. */
  readonly group: string | null;
};

/** No question is longer: a group's name has 100 characters at most. */
const LONGEST = 160;

/** What people call what happened, and what the record calls it. */
const VERBS: Readonly<Record<string, string>> = {
  started: 'started',
  submitted: 'submitted',
  approved: 'approved',
  'sent back': 'sent-back',
  rejected: 'sent-back',
  delegated: 'delegated',
  stopped: 'stopped',
  held: 'held',
  cancelled: 'cancelled',
  'gave up': 'cancelled',
  closed: 'closed',
  waived: 'waived',
  attested: 'attestation.recorded',
};

const COMMAND = /^\/?audit(?:$|[\s:.!?]+(?<rest>.*)$)/is;
const QUESTION =
  /^who\s+(?:has\s+)?(?<verb>[a-z]+(?:\s+(?:back|up))?)\s+(?:the\s+)?(?:group\s+|move\s+of\s+)?(?<group>[^\s?].*?)\s*\??$/i;

/** `audit`, `audit PE staff` or `audit who approved PE staff?`; null for anything else. */
export function readCommand(text: string): RecordCommand | null {
  if (text.length > LONGEST) return null;
  const { rest = '' } = COMMAND.exec(text.normalize('NFKC').trim())?.groups ?? {};
  const words = rest.trim().replace(/[.!?\s]+$/, '');
  if (words === '') return COMMAND.test(text.trim()) ? { what: null, group: null } : null;
  return readQuestion(rest) ?? { what: null, group: unquoted(words) };
}

/** `who approved PE staff?`: what is asked; null when it is no such question. */
export function readQuestion(text: string): Asked | null {
  if (text.length > LONGEST) return null;
  const { verb = '', group = '' } = QUESTION.exec(text.trim())?.groups ?? {};
  const words = verb.toLowerCase().replace(/\s+/g, ' ');
  const what = Object.hasOwn(VERBS, words) ? VERBS[words] : undefined;
  return what === undefined ? null : { what, group: unquoted(group) };
}

/** Whether two names of a group are the same but for case, spaces and Unicode's ways to write one character. */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function unquoted(name: string): string {
  return name.replace(/^["'“‘](.*)["'”’]$/, '$1');
}
