import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** Numbers that look random and are the same in every run (mulberry32). From 0 up to, not including, 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PEOPLE = [
  'Priya Nair',
  'Sam Okafor',
  'Jo Field',
  'Ade Balogun',
  'Tom Reeve',
  'Zoë Marsh',
  'Mr Khan (Y6)',
  'Lucía',
  'Nia 🌻',
  '+44 7700 900123',
  '+44 7700 900456',
  '~ Dee',
];
const WORDS = [
  ...'the coach leaves at eight can somebody cover break duty on Thursday I have a meeting thanks all see you there'.split(
    ' ',
  ),
  ...'minibus kit list photos register room is locked who has the key for cupboard tomorrow please 😀 café naïve — OK'.split(
    ' ',
  ),
];

/** The text of the n-th entry of an Android chat, which may have several lines. */
function entry(n: number, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const at = new Date(Date.UTC(2021, 8, 1, 7) + n * 97_000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const head = `${pad(at.getUTCDate())}/${pad(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}, ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())} - `;
  const sort = random();
  if (sort < 0.01) return `${head}${pick(PEOPLE)} added ${pick(PEOPLE)}\n`;
  if (sort < 0.06) return `${head}${pick(PEOPLE)}: <Media omitted>\n`;
  const line = () => Array.from({ length: 2 + Math.floor(random() * 14) }, () => pick(WORDS)).join(' ');
  const lines = sort < 0.12 ? [line(), '', line(), line()] : [line()];
  return `${head}${pick(PEOPLE)}: ${lines.join('\n')}\n`;
}

/** Writes an invented chat of at least so many bytes; answers with the number of its entries. */
export async function writeChat(path: string, bytes: number, seed: number): Promise<number> {
  const file = createWriteStream(path);
  const random = randomFrom(seed);
  let [written, entries] = [0, 0];
  while (written < bytes) {
    let block = '';
    while (block.length < 256 * 1024) {
      block += entry(entries, random);
      entries += 1;
    }
    written += Buffer.byteLength(block);
    if (!file.write(block)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return entries;
}
