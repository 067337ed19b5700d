import assert from 'node:assert/strict';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import type { Message } from '../../src/edges/sandbox/tenant/state.js';
import { exported, zipped, type Line } from '../support/whatsapp.js';

const DAY_MS = 86_400_000;
const ENCRYPTED =
  'Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.';

/** A message of the chat, and what it becomes in the channel; null where it is left out. */
export type Written = {
  readonly line: Line;
  readonly post: { readonly author: string; readonly words: string } | null;
};

/** Words of every message, which are to be found in the channel at most, and those of people who objected or are outside. */
export const WORDS = {
  moved: ['tangerine minibus', 'gherkin sandwiches', 'parsnip whistle', 'velvet lanyards', 'clementine torches'],
  left: ['rhubarb umbrella', 'nettle compass', 'saffron kazoo', 'insulin in the green bag', 'damson raincoat'],
  numbers: ['07700 900771', '07700900771', '7700 900107', '7700900107', '900771'],
  names: ['Dave Coaches'],
} as const;

/** A day so many days ago, or a few more: with a number that can be no month. */
function dayAgo(days: number): string {
  const day = new Date(Date.now() - days * DAY_MS);
  while (day.getUTCDate() <= 12) day.setTime(day.getTime() - DAY_MS);
  return day.toISOString().slice(0, 10);
}

const [AMARA, GARETH] = [idOf('Amara Osei'), idOf('Gareth Jolliffe')];
/** Posts for those without an account. */
const ACCOUNT = idOf('Regroup Migration');

/** A chat of Oakfield from the last weeks: staff, one by his number, one who has left, one who will object, one from outside. */
export function oldChat(): readonly Written[] {
  const [minibus, sandwiches, whistle, lanyards, torches] = WORDS.moved;
  const [umbrella, compass, kazoo, insulin, raincoat] = WORDS.left;
  const [first, later] = [dayAgo(45), dayAgo(21)];
  const ben = 'Ben Whitlock';
  const said = (at: string, by: string | null, text: string, author: string | null = null, words = text): Written => ({
    line: { at, by, text },
    post: author === null ? null : { author, words },
  });
  return [
    said(`${first}T08:01`, null, ENCRYPTED),
    said(`${first}T08:01`, null, 'Amara Osei created group "Year 6 residential"'),
    said(`${first}T08:02`, null, `Amara Osei added ${ben}`),
    said(`${first}T08:03`, null, 'Amara Osei added Dave Coaches'),
    said(`${first}T08:10`, 'Amara Osei', `the ${minibus} leaves at eight`, AMARA),
    said(`${first}T08:12`, 'Dave Coaches', `mind the ${umbrella}`),
    said(`${first}T08:20`, '+44 7700 900107', `who has the ${sandwiches}?`, GARETH),
    said(`${first}T08:21`, ben, `I packed the ${compass}`),
    said(`${first}T08:30`, 'Tom Hollis', `blow the ${whistle} at noon`, ACCOUNT),
    said(`${first}T08:31`, 'Amara Osei', `do not forget his ${insulin}`),
    said(`${first}T08:40`, 'Dave Coaches', '<Media omitted>'),
    said(`${later}T17:05`, '+44 7700 900107', `here are the ${lanyards}`, GARETH),
    said(`${later}T17:05`, 'Amara Osei', `ring 07700 900771 about the ${torches}`, AMARA, `about the ${torches}`),
    said(`${later}T17:09`, ben, `and no ${kazoo}`),
    said(`${later}T17:20`, 'Dave Coaches', `I found a ${raincoat}`),
  ];
}

function idOf(name: string): string {
  const person = OAKFIELD.people.find(({ displayName }) => displayName === name);
  if (person === undefined) throw new Error(`Oakfield has no ${name}`);
  return person.id;
}

/** What the closing report says of the rest. */
export const LEFT_OUT: readonly RegExp[] = [
  /Move 10 entries of the chat/,
  /4: written by the app itself/,
  /3: written by somebody who is not in the organisation/,
  /2: written by somebody who objected/,
  /1: holds a word that points to special category data/,
  /Close the WhatsApp group/,
];

/** As a phone sends it. */
export function exportOf(chat: readonly Written[], group: string): ReturnType<typeof zipped> {
  const lines = chat.map(({ line }) => line);
  return zipped(exported(lines, { platform: 'android', order: 'dmy' }), 'android', group);
}

/** Ten o'clock on a Saturday: five working days are over then, at Christmas too, and a sealed export is not too old yet. */
export function saturday(): Date {
  const day = new Date(Date.now() + 14 * DAY_MS);
  while (day.getUTCDay() !== 6) day.setTime(day.getTime() + DAY_MS);
  return new Date(`${day.toISOString().slice(0, 10)}T10:00:00Z`);
}

/** That these are the posts of the chat: author, minute, order, and nothing of what was to be left out. */
export function assertPosted(messages: readonly Message[], chat: readonly Written[]): void {
  const posts = chat.flatMap(({ line, post }) => (post === null ? [] : [{ at: london(line.at), ...post }]));
  assert.deepEqual(
    messages.map(({ createdAt, from }) => [Math.floor(createdAt / 60_000) * 60_000, from]),
    posts.map(({ at, author }) => [at, author]),
  );
  for (const [index, { words }] of posts.entries()) assert.ok(messages[index]?.content.includes(words), words);
  const times = messages.map(({ createdAt }) => createdAt);
  assert.deepEqual(
    times,
    [...new Set(times)].toSorted((a, b) => a - b),
  );
  const all = messages.map(({ content }) => content).join();
  for (const word of [...WORDS.left, ...WORDS.numbers, ...WORDS.names]) assert.ok(!all.includes(word), word);
  assert.match(all, /Written by Tom Hollis/);
}

/** What the clock on the wall of a school in England said, in milliseconds UTC. */
function london(wall: string): number {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });
  const utc = Date.parse(`${wall}:00Z`);
  const found = [utc, utc - 3_600_000].find((at) => clock.format(at).replace(' ', 'T') === wall);
  if (found === undefined) throw new Error(`there was no ${wall}`);
  return found;
}
