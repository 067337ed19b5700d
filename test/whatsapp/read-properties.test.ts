import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseString } from 'whatsapp-chat-parser';
import { ExportProblem } from '../../src/whatsapp/entry.js';
import type { Entry } from '../../src/whatsapp/entry.js';
import { readExport } from '../../src/whatsapp/read.js';
import { sourceOf } from '../../src/whatsapp/source.js';
import type { Source } from '../../src/whatsapp/source.js';
import { chats, textOf, truthOf } from '../support/chats.js';

async function read(source: Source) {
  const entries: Entry[] = [];
  const reading = await readExport(source, {}, (entry) => entries.push(entry));
  return { entries, reading };
}

/** The same bytes in pieces of a few. */
function inPieces(bytes: Uint8Array, size: number): Source {
  return {
    name: 'chat.txt',
    bytes: bytes.length,
    async *open() {
      for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
    },
  };
}

const named = (author: string) => author.replace(/[\u200e\u200f]/g, '');

describe('readExport(), whatever is in the chat', () => {
  it('gives every entry with its time, author and text, and says so when the order of the dates is open', async () => {
    await fc.assert(
      fc.asyncProperty(chats, async (chat) => {
        const { entries, reading } = await read(sourceOf('chat.txt', Buffer.from(textOf(chat))));

        const truth = chat.said.map(({ at, author, lines }) => [
          truthOf(at, chat.style),
          named(author),
          lines.join('\n'),
        ]);
        const first = entries.map(({ at, author, text }) => [at, author, text]);
        const other = entries.map(({ or, at, author, text }) => [or ?? at, author, text]);
        const isOpen = reading.orders.length === 2;
        assert.equal(
          isOpen,
          reading.warnings.some(({ code }) => code === 'ambiguous-dates'),
        );
        const isOther = isOpen && JSON.stringify(other) === JSON.stringify(truth);
        assert.deepEqual(isOther ? other : first, truth);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same however the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(chats, fc.integer({ min: 1, max: 50 }), async (chat, size) => {
        const bytes = Buffer.from(textOf(chat));
        assert.deepEqual(await read(inPieces(bytes, size)), await read(sourceOf('chat.txt', bytes)));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same in UTF-16', async () => {
    await fc.assert(
      fc.asyncProperty(chats, async (chat) => {
        const text = textOf(chat);
        const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
        assert.deepEqual(await read(inPieces(wide, 7)), await read(sourceOf('chat.txt', Buffer.from(text))));
      }),
      { numRuns: 30 },
    );
  });

  it('throws nothing but an ExportProblem', async () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '1/2/24',
      ', ',
      '10:30',
      ' - ',
      ': ',
      '\n',
      '\r',
      'PM',
      '\u200e',
      '<',
      '٣',
      '99',
      'a',
      '\0',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(pieces, { maxLength: 120 }).map((list) => Buffer.from(list.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (each) => {
        try {
          await read(sourceOf('chat.txt', each));
        } catch (problem) {
          assert.ok(problem instanceof ExportProblem, String(problem));
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('readExport() beside whatsapp-chat-parser', () => {
  it('agrees where both understand the chat', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(chats, async (chat) => {
        const plain = { ...chat.style, zero: 0x30, joiner: ', ', separator: '/', clock: ':' };
        const text = textOf({ ...chat, style: plain });
        const theirs = parseString(text, { daysFirst: plain.order === 'dmy' });
        const { entries, reading } = await read(sourceOf('chat.txt', Buffer.from(text)));
        if (reading.orders.length > 1 || theirs.length !== chat.said.length || plain.order === 'ymd') return;

        compared++;
        const wall = (date: Date) =>
          new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
        assert.deepEqual(
          entries.map(({ at, author }) => `${at.slice(0, 16)} ${author}`),
          theirs.map(({ date, author }) => `${wall(date)} ${author?.replace(/\s/g, ' ')}`),
        );
      }),
      { numRuns: 120 },
    );
    assert.ok(compared > 25, `compared ${compared}`);
  });
});
