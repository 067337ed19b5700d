import type { NoticeType } from '../entry.js';

/**
 * WhatsApp's own wordings in one language, a line for each type: `added = {a} added {b} | @You added {b}`.
 * `{a}` who did it, `{b}` whom it was done to, `{n}` a phone number, `{g}` the group's new name, `{h}` its old one, `{x}` anything.
 * `@` the exporter did it; `…` at the end: whatever follows. `you` lists the words for the exporter, `and` what stands before the
 * last of several names. A full stop at the end may be there or not.
 */
export type Table = string;

/** A part of a phrase that differs from notice to notice. */
export type Slot = 'a' | 'b' | 'n' | 'g' | 'h' | 'x';

export type Phrase = {
  readonly type: NoticeType;
  /** What stands before, between and after the slots: one more than there are slots. */
  readonly literals: readonly string[];
  readonly slots: readonly Slot[];
  /** Anything may follow. */
  readonly open: boolean;
  /** The exporter did it, or it was done to them. */
  readonly you: 'actor' | 'target' | null;
  /** How many characters are given: of two phrases that fit, the longer one is meant. */
  readonly weight: number;
  readonly language: Language;
};

export type Language = { readonly you: ReadonlySet<string>; readonly and: readonly string[] };

const YOURS: Readonly<Record<string, NoticeType>> = { 'added-you': 'added-you', 'removed-you': 'removed' };

/** The phrases of a table, in its order. */
export function phrasesOf(table: Table): readonly Phrase[] {
  const lines = table
    .trim()
    .split('\n')
    .map((line) => line.split(' = ') as [string, string]);
  const list = (name: string) => lines.find(([key]) => key === name)?.[1].split(' | ') ?? [];
  const language = { you: new Set(list('you').map(folded)), and: list('and').map(folded) };
  return lines
    .filter(([key]) => key !== 'you' && key !== 'and')
    .flatMap(([key, templates]) => templates.split(' | ').map((template) => phraseOf(key, template, language)));
}

function phraseOf(key: string, template: string, language: Language): Phrase {
  const own = template.startsWith('@');
  const open = template.endsWith('…');
  const body = folded(template.slice(own ? 1 : 0, open ? -1 : undefined)).normalize('NFC');
  const parts = body.split(/\{([abnghx])\}/);
  const slots = parts.filter((_, n) => n % 2 === 1) as Slot[];
  // A number begins with a plus: that is part of what is looked for, so that a name with the same words before it is none.
  const literals = parts
    .filter((_, n) => n % 2 === 0)
    .map((literal, n) => (slots[n] === 'n' ? `${literal}+` : literal));
  return {
    type: YOURS[key] ?? (key as NoticeType),
    literals,
    slots,
    open,
    language,
    you: own ? 'actor' : key in YOURS ? 'target' : null,
    weight: literals.reduce((sum, { length }) => sum + length, 0),
  };
}

/** One sort of quotation marks and apostrophes, as long as the text: WhatsApp's translators use them all. */
export function folded(text: string): string {
  return text.replace(/[“”„‟«»'‘’‚‹›「」『』〈〉《》]/g, '"');
}
