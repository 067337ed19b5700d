import { count } from '../calendar/words.js';
import type { Kind, Order } from './entry.js';
import type { Findings, Inspection, Seen, Traces } from './findings.js';
import { tellApart, wallDate } from './wall-clock.js';
import { warningText } from './warning-text.js';

/** The widest bar of the timeline, and the longest name that is shown whole. */
const WIDEST = 30;
const LONGEST_NAME = 32;
/** More months than these are shown by the year. */
const MOST_MONTHS = 36;

/**
 * What one export tells, as text for a terminal. Names are in it: it is for whoever gave the file. `subjects` has the policy's words
 * for a facet of which it counted words.
 */
export function report(inspection: Inspection, subjects: Readonly<Record<string, string>>): readonly string[] {
  const [found, other] = inspection.readings;
  const parts = [
    other === undefined ? [] : twoReadings([found, other]),
    summary(found),
    people(found.people),
    timeline(found),
    kinds(found),
    traces(inspection.traces, subjects),
    warnings(found),
    limits(found),
    [`File: ${number(inspection.bytes)} bytes, SHA-256 ${inspection.sha256}. Nothing of it was stored.`],
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, n) => (n === 0 ? part : ['', ...part]));
}

const ORDERS: Readonly<Record<Order, string>> = {
  dmy: 'the day first',
  mdy: 'the month first',
  ymd: 'the year first, then the month',
  ydm: 'the year first, then the day',
};

function twoReadings(readings: readonly [Findings, Findings]): readonly string[] {
  const [first, second] = readings;
  const apart = tellApart(readings);
  const way = ({ order }: Findings) => `with ${ORDERS[order]} (--order ${order})`;
  const which =
    apart === null
      ? `Either ${way(first)} or ${way(second)}.`
      : `The ${apart.message} message is from ${wallDate(apart.dates[0])} ${way(first)}, or from ${wallDate(apart.dates[1])} ${way(second)}.`;
  return [
    'DATES ARE OPEN: the file does not say whether the day or the month comes first.',
    which,
    `Look at ${apart === null ? 'the chat' : 'that message'} on a phone, then run this again with the order that is right.`,
    `Below, dates are read ${way(first)}, which is only the likelier way.`,
  ];
}

function summary(found: Findings): readonly string[] {
  const { platform, group, entries, notices, oldest, newest, disappearing, order, zone } = found;
  const messages = { on: 'switched on when last changed', off: 'switched off when last changed', unknown: 'not known' };
  return [
    `WhatsApp export from ${platform === 'ios' ? 'an iPhone' : 'an Android phone'}`,
    `  Group                  ${group === null ? 'not named in the file' : shown(group)}`,
    `  From                   ${moment(oldest)}`,
    `  To                     ${moment(newest)}`,
    `  Entries                ${number(entries)}, ${number(notices)} of them by WhatsApp itself`,
    `  Disappearing messages  ${messages[disappearing]}`,
    `  Dates                  read with ${ORDERS[order]}; times taken to be in ${zone}`,
  ];
}

function people(all: readonly Seen[]): readonly string[] {
  const wrote = all.filter((one) => one.wrote).length;
  const names = all.map(({ name }) => shown(name));
  const width = Math.max(4, ...names.map((name) => name.length));
  return [
    `People: ${number(all.length)}, of whom ${number(wrote)} wrote`,
    ...(all.length === 0 ? [] : [`  ${'name'.padEnd(width)}  entries  first       last`]),
    ...all.map(({ entries, first, last, joined, left }, n) => {
      const name = (names[n] ?? '').padEnd(width);
      const came = joined === null ? '' : `  came ${day(joined)}`;
      const went = left === null ? '' : `  went ${day(left)}`;
      return `  ${name}  ${number(entries).padStart(7)}  ${day(first)}  ${day(last)}${came}${went}`;
    }),
  ];
}

function timeline({ timeline }: Findings): readonly string[] {
  const months = timeline.filter(({ joined, left }, n) => joined + left > 0 || n === 0 || n === timeline.length - 1);
  const steps = months.length > MOST_MONTHS ? byYear(timeline) : months;
  const most = Math.max(1, ...steps.map(({ known }) => known));
  const changed = (sign: string, n: number) => (n === 0 ? '' : `  ${sign}${number(n)}`);
  return [
    `In the group at the end of each ${steps === months ? 'month (those without a change left out)' : 'year'}, as far as the file tells`,
    ...steps.map(({ month, joined, left, known }) => {
      const bar = '#'.repeat(Math.max(0, Math.round((known / most) * WIDEST)));
      return `  ${month}  ${number(known).padStart(5)}  ${bar}${changed('+', joined)}${changed('-', left)}`.trimEnd();
    }),
  ];
}

function byYear(months: Findings['timeline']): Findings['timeline'] {
  const years = new Map<string, Findings['timeline'][number]>();
  for (const { month, joined, left, known } of months) {
    const year = month.slice(0, -3);
    const sum = years.get(year);
    years.set(year, { month: year, joined: (sum?.joined ?? 0) + joined, left: (sum?.left ?? 0) + left, known });
  }
  return [...years.values()];
}

const KINDS: Readonly<Record<Kind, string>> = {
  text: 'texts',
  image: 'images',
  video: 'videos',
  audio: 'voice messages and sound',
  sticker: 'stickers',
  gif: 'GIFs',
  document: 'documents',
  media: 'media of a sort that the file does not name',
  contact: 'contacts',
  location: 'places',
  'live-location': 'live locations',
  poll: 'polls',
  call: 'calls',
  deleted: 'deleted messages',
  'view-once': 'messages that could be seen once',
  notice: 'notices by WhatsApp',
};

function kinds({ kinds }: Findings): readonly string[] {
  const found = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const n = kinds[kind] ?? 0;
    return n === 0 ? [] : [`  ${number(n).padStart(7)}  ${KINDS[kind]}`];
  });
  return ['What the entries are', ...found];
}

function traces(found: Traces, subjects: Readonly<Record<string, string>>): readonly string[] {
  const { phoneNumbers, mailAddresses, images, documents, special } = found;
  const line = (n: number, what: string) => `  ${number(n).padStart(7)}  ${what}`;
  return [
    'Personal data that is likely in it, in entries (only counted; look before you decide)',
    line(phoneNumbers, 'with a phone number'),
    line(mailAddresses, 'with a mail address'),
    line(images, 'with an image'),
    line(documents, 'with a document'),
    ...Object.entries(special).map(([facet, n]) => line(n, `with a word for ${subjects[facet] ?? facet}`)),
  ];
}

function warnings({ warnings }: Findings): readonly string[] {
  const shown = warnings.filter(({ code }) => code !== 'ambiguous-dates').map(warningText);
  if (shown.length === 0) return [];
  return [
    `Mind: ${count(shown.length, 'point', 'points')}`,
    ...shown.flatMap(({ what, todo }) => [`  - ${what}`, `    ${todo}`]),
  ];
}

function limits({ zone }: Findings): readonly string[] {
  return [
    'What an export does not tell',
    '  - Who is in the group: only whoever wrote, or is named in a notice, can be seen.',
    '  - Who somebody is: names are as in the address book of the phone that made it.',
    `  - The time zone of the phone: ${zone} is an assumption.`,
    '  - Whether it is true: anybody can change a text file. It is a lead, not proof.',
  ];
}

/** A name as a terminal may show it: characters that steer it, or turn the line round, are taken out. */
function shown(name: string): string {
  const plain = [...name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')];
  return plain.length > LONGEST_NAME ? `${plain.slice(0, LONGEST_NAME - 1).join('')}…` : plain.join('');
}

function number(n: number): string {
  return n.toLocaleString('en-GB');
}

function day(at: string): string {
  return at.slice(0, 10);
}

function moment(at: string): string {
  return `${wallDate(at)}, ${at.slice(11, 16)}`;
}
