import * as fc from 'fast-check';
import type { Order, Platform } from '../../src/whatsapp/entry.js';

/** What a phone puts around an entry. */
export type Style = {
  readonly platform: Platform;
  readonly order: Order;
  readonly separator: string;
  readonly padded: boolean;
  readonly shortYear: boolean;
  readonly joiner: string;
  readonly clock: string;
  readonly twelve: readonly [string, string] | null;
  readonly newline: string;
  readonly zero: number;
};

/** Somebody's entry, at a time in minutes (Android) or seconds (iPhone) from 1970. */
export type Said = { readonly at: number; readonly author: string; readonly lines: readonly string[] };
export type Chat = { readonly style: Style; readonly said: readonly Said[] };

/** Invented people; the numbers are Ofcom's for drama. */
const AUTHORS = ['Priya Nair', 'Sam', '+44 7700 900123', '~ Dee', 'Zoë (Y6)', 'محمد', 'Mr O’Hara - Maths', 'Ann & Bo'];
/** Words that look like parts of headers, among others. */
const WORDS =
  'see you at the gate 12:30 1/2 - [ok] x: y 😀 café <3 \u2028 \u200f 25. https://example.org/a?b=1 ٣ no: (maybe) \u0085 \u000b 07700'.split(
    ' ',
  );

const lines: fc.Arbitrary<readonly string[]> = fc
  .array(
    fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
    { minLength: 1, maxLength: 4 },
  )
  .map(([first = '', ...rest]) => [`So ${first}`, ...rest]);

const style: fc.Arbitrary<Style> = fc
  .record({
    platform: fc.constantFrom<Platform>('ios', 'android'),
    order: fc.constantFrom<Order>('dmy', 'mdy', 'ymd'),
    separator: fc.constantFrom('/', '.', '-', '. '),
    padded: fc.boolean(),
    shortYear: fc.boolean(),
    joiner: fc.constantFrom(', ', ' ', '، ', ' klo '),
    clock: fc.constantFrom(':', '.'),
    twelve: fc.constantFrom(null, [' am', ' pm'], ['\u202fAM', '\u202fPM'], [' a.\u00a0m.', ' p.\u00a0m.']),
    newline: fc.constantFrom('\n', '\r\n'),
    zero: fc.constantFrom(0x30, 0x660, 0x966, 0x9e6),
  })
  .map((each) => ({ ...each, shortYear: each.shortYear && each.order !== 'ymd' })) as fc.Arbitrary<Style>;

/** A chat of a fortnight and more, so that its dates can be told apart: the truth is in `said`. */
export const chats: fc.Arbitrary<Chat> = fc
  .record({
    style,
    said: fc
      .tuple(
        fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2025, 0, 1) / 1000 }),
        fc.array(fc.record({ gap: fc.integer({ min: 1, max: 400_000 }), author: fc.constantFrom(...AUTHORS), lines }), {
          minLength: 12,
          maxLength: 40,
        }),
      )
      .map(([start, list]) => {
        let at = start;
        return list.map(({ gap, author, lines }) => ({ at: (at += gap + 80_000), author, lines }));
      }),
  })
  .filter(({ said }) => AUTHORS.every((author) => !isCalledMore(said.filter((one) => one.author === author))));

/**
 * Whether somebody's entries all have a colon after their first words. Such a person is called by them (`ColonNames`): `Ann: Work` is
 * how address books have it, and no file says otherwise.
 */
function isCalledMore(entries: Chat['said']): boolean {
  return entries.length > 0 && entries.every(({ lines: [first = ''] }) => first.includes(': '));
}

const pad = (value: number) => String(value).padStart(2, '0');

/** The time as the reader is to give it. */
export function truthOf(at: number, { platform }: Style): string {
  return new Date(at * 1000).toISOString().slice(0, platform === 'ios' ? 19 : 16);
}

/** The chat as its phone would export it. */
export function textOf({ style, said }: Chat): string {
  return said
    .map((each) => header(each.at, style) + `${each.author}: ${each.lines.join('\n')}${style.newline}`)
    .join('');
}

function header(at: number, style: Style): string {
  const date = new Date(at * 1000);
  const part = (value: number) => (style.padded ? pad(value) : String(value));
  const year = style.shortYear ? pad(date.getUTCFullYear() % 100) : String(date.getUTCFullYear());
  const [d, m] = [part(date.getUTCDate()), part(date.getUTCMonth() + 1)];
  const numbers = { dmy: [d, m, year], mdy: [m, d, year], ymd: [year, m, d], ydm: [year, d, m] }[style.order];
  const hour = date.getUTCHours();
  const shown = style.twelve === null ? hour : hour % 12 || 12;
  const seconds = style.platform === 'ios' ? [pad(date.getUTCSeconds())] : [];
  const time = [part(shown), pad(date.getUTCMinutes()), ...seconds].join(style.clock);
  const half = style.twelve === null ? '' : style.twelve[hour < 12 ? 0 : 1];
  const stamp = `${numbers.join(style.separator)}${style.joiner}${time}${half}`;
  const digits = stamp.replace(/\d/g, (digit) => String.fromCharCode(style.zero + Number(digit)));
  return style.platform === 'ios' ? `[${digits}] ` : `${digits} - `;
}
