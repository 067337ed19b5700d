import { count, list } from '../../../../calendar/words.js';
import type { SeenTimes } from '../../../../migration/chat.js';
import type { Policy } from '../../../../guidance/types.js';
import type { Kind, WallClock } from '../../../../whatsapp/entry.js';
import type { Findings, Traces } from '../../../../whatsapp/findings.js';
import { wallDate } from '../../../../whatsapp/wall-clock.js';

/** "3 Feb 2023": a day as the phone showed it. */
export function wallDay(at: WallClock): string {
  const [day = '', month = '', year = ''] = wallDate(at).split(' ');
  return `${day} ${month.slice(0, 3)} ${year}`;
}

/** "3 Feb 2023 to 20 Nov 2026" */
export function span({ oldest, newest }: { readonly oldest: WallClock; readonly newest: WallClock }): string {
  const [from, to] = [wallDay(oldest), wallDay(newest)];
  return from === to ? from : `${from} to ${to}`;
}

/** "4,812" */
export function number(n: number): string {
  return n.toLocaleString('en-GB');
}

/** Kinds as one reads them on a card: those that say little more stand together. */
const KINDS: readonly { readonly kinds: readonly Kind[]; readonly one: string; readonly many: string }[] = [
  { kinds: ['text'], one: 'text', many: 'texts' },
  { kinds: ['image', 'sticker', 'gif'], one: 'image', many: 'images' },
  { kinds: ['video'], one: 'video', many: 'videos' },
  { kinds: ['audio'], one: 'sound', many: 'sounds' },
  { kinds: ['document'], one: 'document', many: 'documents' },
  { kinds: ['media'], one: 'other file', many: 'other files' },
  { kinds: ['contact'], one: 'contact', many: 'contacts' },
  { kinds: ['location', 'live-location'], one: 'place', many: 'places' },
  { kinds: ['poll'], one: 'poll', many: 'polls' },
];

/** "3,900 texts, 214 images and 12 documents": what people sent. Calls, notices and deleted messages show nothing. */
export function kindWords(kinds: Findings['kinds']): string {
  const parts = KINDS.flatMap(({ kinds: some, one, many }) => {
    const n = some.reduce((sum, kind) => sum + (kinds[kind] ?? 0), 0);
    return n === 0 ? [] : [`${number(n)} ${n === 1 ? one : many}`];
  });
  return parts.length === 0 ? 'nothing that people sent' : list(parts);
}

/** "phone numbers in 3, health or SEND in 6": entries that likely hold personal data, by sort; empty when none does. */
export function traceWords({ phoneNumbers, mailAddresses, special }: Traces, policy: Policy): string {
  const contents: Readonly<Record<string, { readonly label: string }>> = policy.contents;
  const parts = [
    ['phone numbers', phoneNumbers] as const,
    ['mail addresses', mailAddresses] as const,
    ...Object.entries(special).map(([facet, n]) => [lower(contents[facet]?.label ?? facet), n] as const),
  ];
  return parts.flatMap(([what, n]) => (n === 0 ? [] : [`${what} in ${number(n)}`])).join(', ');
}

/** Whether any entry has a word of a special category or of safeguarding. */
export function isSensitive({ special }: Traces): boolean {
  return Object.values(special).some((n) => n > 0);
}

const TIMER: Readonly<Record<Findings['disappearing'], string>> = {
  on: 'Disappearing messages on',
  off: 'Disappearing messages off',
  unknown: 'Not mentioned',
};

export function timerWords(disappearing: Findings['disappearing']): string {
  return TIMER[disappearing];
}

/** "12 people in Feb 2023, 23 in Nov 2026, 26 at most": how the group grew, as far as notices tell. */
export function growthWords(timeline: Findings['timeline']): string {
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (first === undefined || last === undefined) return 'not known';
  const month = (name: string) => wallDay(`${name}-01T00:00`).slice(2);
  const most = Math.max(...timeline.map(({ known }) => known));
  const start = `${count(first.known, 'person', 'people')} in ${month(first.month)}`;
  const end = first === last ? '' : `, ${last.known} in ${month(last.month)}`;
  return `${start}${end}${most > Math.max(first.known, last.known) ? `, ${most} at most` : ''}`;
}

/** "Wrote 214, 3 Feb 2023 to 20 Nov 2026.", "Only named, first seen 3 Feb 2023. Left on 2 Mar 2024." */
export function seenWords({ first, last, entries, left }: SeenTimes): string {
  const wrote = entries === 0 ? 'Only named' : `Wrote ${number(entries)}`;
  if (left !== null) return `${wrote}, first seen ${wallDay(first)}. Left on ${wallDay(left)}.`;
  return `${wrote}, ${span({ oldest: first, newest: last })}.`;
}

function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
