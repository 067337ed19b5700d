import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ExportProblem, type ExportProblemCode } from '../../src/whatsapp/entry.js';
import type { Source } from '../../src/whatsapp/source.js';
import { openExport, openExportFile, type OpenExport } from '../../src/whatsapp/zip.js';
import { bombOf, zipOf, type Unpacked, type ZipOptions } from '../support/zip.js';

const CHAT = '[08/03/2024, 13:55:07] Priya Nair: Good morning\r\n[08/03/2024, 13:56:09] Sam Okafor: Hello\r\n';
const OTHER = '[09/03/2024, 13:55:07] Jo Field: Another chat\r\n[09/03/2024, 13:57:07] Jo Field: Yes\r\n';
const ZIP = 'WhatsApp Chat - PE staff.zip';

const folder = mkdtempSync(join(tmpdir(), 'regroup-zip-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Each of the two ways to open a file has to do the same. */
const WAYS: Readonly<Record<string, (bytes: Uint8Array, name?: string) => Promise<OpenExport>>> = {
  'from memory': (bytes, name = ZIP) => openExport(name, bytes),
  'from disk': (bytes, name = ZIP) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return openExportFile(path);
  },
};

async function textOf({ open }: Source): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of open()) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

function isProblem(code: ExportProblemCode, words = /./): (error: unknown) => boolean {
  return (error) => error instanceof ExportProblem && error.code === code && words.test(error.message);
}

const chat = (path = '_chat.txt', more: Partial<Unpacked> = {}): Unpacked => ({ path, text: CHAT, ...more });
const photo = (path: string): Unpacked => ({ path, text: Buffer.from([0xff, 0xd8, 0xff]), stored: true });

for (const [way, openIt] of Object.entries(WAYS)) {
  describe(`an export opened ${way}`, () => {
    it('is a text, with its own name, when it does not begin as a zip', async () => {
      const { chat, media } = await openIt(Buffer.from(CHAT), 'WhatsApp Chat with PE staff.zip');
      assert.deepEqual(
        [chat.name, chat.bytes, media],
        ['WhatsApp Chat with PE staff.zip', Buffer.byteLength(CHAT), null],
      );
      assert.equal(await textOf(chat), CHAT);
    });

    it('is read again from the beginning, also after a reader who saw enough', async () => {
      for (const bytes of [Buffer.from(CHAT), zipOf([chat('_chat.txt', { text: CHAT.repeat(5_000) })])]) {
        const { chat } = await openIt(bytes);
        for await (const chunk of chat.open()) {
          assert.ok(chunk.byteLength > 0);
          break;
        }
        assert.ok((await textOf(chat)).startsWith(CHAT));
        assert.equal((await textOf(chat)).length, chat.bytes);
      }
    });

    it('is the chat of an iPhone’s zip, with the zip’s name and the names of the other files', async () => {
      const { chat: found, media } = await openIt(
        zipOf([photo('00000001-PHOTO-2024-03-08.jpg'), chat(), photo('notes.txt')]),
      );
      assert.equal(found.name, ZIP);
      assert.equal(await textOf(found), CHAT);
      assert.deepEqual([...(media ?? [])].sort(), ['00000001-PHOTO-2024-03-08.jpg', 'notes.txt']);
    });

    it('is the one text of an Android zip, by its own name where that names the group', async () => {
      const inner = 'WhatsApp Chat with Year 9 trip.txt';
      const { chat: found } = await openIt(zipOf([photo('IMG-20240308-WA0001.jpg'), chat(inner)]));
      assert.equal(found.name, inner);
      assert.equal((await openIt(zipOf([chat('export.txt')]))).chat.name, ZIP);
    });

    const chosen: readonly [string, readonly Unpacked[]][] = [
      [
        'beside what a Mac adds',
        [chat('__MACOSX/._chat.txt', { text: 'x' }), chat('__MACOSX/_chat.txt', { text: OTHER }), chat()],
      ],
      ['beside hidden files', [chat('._chat.txt', { text: OTHER }), chat('.hidden.txt', { text: OTHER }), chat()]],
      ['in a folder', [chat('WhatsApp Chat - PE/_chat.txt'), photo('WhatsApp Chat - PE/1.jpg')]],
      ['in a folder that is listed itself', [{ path: 'a/', text: '', stored: true }, chat('a/_chat.txt')]],
      ['in a folder as Windows writes it', [chat('PE\\_chat.txt')]],
      [
        'with names that point out of the zip beside it',
        [chat('../_chat.txt', { text: OTHER }), chat('/_chat.txt', { text: OTHER }), chat()],
      ],
      ['named in capitals', [chat('EXPORT.TXT')]],
      ['stored as it is', [chat('_chat.txt', { stored: true })]],
      [
        'beside a text that was sent, by its name',
        [{ path: 'minutes.txt', text: OTHER }, chat('WhatsApp Chat with PE.txt')],
      ],
      [
        'beside a text that was sent, by what is in it',
        [{ path: 'minutes.txt', text: 'Present: all\n' }, chat('export.txt')],
      ],
      ['with a name in UTF-8 that does not say so', [chat('WhatsApp Chat with Café.txt', { utf8: false })]],
    ];
    for (const [title, files] of chosen)
      it(`is the chat ${title}`, async () => assert.equal(await textOf((await openIt(zipOf(files))).chat), CHAT));

    it('has names in one form, whether they are in UTF-8, said to be, or in the old way of DOS', async () => {
      const decomposed = 'Cafe\u0301.jpg';
      const files = [
        photo(decomposed),
        { ...photo('plan é.pdf'), utf8: false },
        { ...photo(''), rawName: Buffer.from([0x82, 0x2e, 0x70, 0x64, 0x66]), utf8: false },
      ];
      const { media } = await openIt(zipOf([chat(), ...files]));
      assert.deepEqual([...(media ?? [])].sort(), ['Café.jpg', 'plan é.pdf', 'é.pdf']);
    });

    const refused: readonly [string, ExportProblemCode, RegExp, readonly Unpacked[], ZipOptions?][] = [
      ['nothing in it', 'no-chat', /no WhatsApp chat/, []],
      ['only media', 'no-chat', /no WhatsApp chat/, [photo('1.jpg')]],
      ['two chats of iPhones', 'no-chat', /more than one/, [chat('a/_chat.txt'), chat('b/_chat.txt')]],
      ['the same name twice', 'no-chat', /more than one/, [chat(), chat('_chat.txt', { text: OTHER })]],
      [
        'two chats by name',
        'no-chat',
        /more than one/,
        [chat('WhatsApp Chat with A.txt'), chat('WhatsApp Chat with B.txt')],
      ],
      ['two chats by what is in them', 'no-chat', /more than one/, [chat('a.txt'), chat('b.txt', { text: OTHER })]],
      [
        'two texts that are no chats',
        'no-chat',
        /no WhatsApp chat/,
        [
          { path: 'a.txt', text: 'a' },
          { path: 'b.txt', text: 'b' },
        ],
      ],
      ['a locked chat', 'bad-zip', /password/, [chat('_chat.txt', { locked: true })]],
      ['a volume of several', 'bad-zip', /damaged/, [chat()], { disk: 1 }],
      ['the end of a zip64 that points nowhere', 'bad-zip', /more than/, [chat()], { zip64At: 2n ** 64n - 1n }],
      ['a directory that is shorter than it says', 'bad-zip', /damaged/, [chat()], { entryCount: 2 }],
      ['more files than an export has', 'bad-zip', /more than/, [chat()], { entryCount: 30_000 }],
      ['a file that begins behind the end', 'bad-zip', /damaged/, [chat('_chat.txt', { says: { offset: 1_000_000 } })]],
      [
        'a comment that looks like an end',
        'bad-zip',
        /damaged/,
        [chat()],
        { comment: `PK\u0005\u0006${'x'.repeat(18)}` },
      ],
    ];
    for (const [title, code, words, files, options] of refused)
      it(`is refused with ${title}: ${code}`, () =>
        assert.rejects(openIt(zipOf(files, options)), isProblem(code, words)));

    const broken: readonly [string, Partial<Unpacked>][] = [
      ['more in it than the directory says', { says: { size: 10 } }],
      ['less in it than the directory says', { says: { size: 10_000 } }],
      ['another checksum', { says: { crc: 1 } }],
      ['a way of packing that is not known', { says: { method: 12 } }],
      ['bytes that cannot be unpacked', { packed: Buffer.from([7, 7, 7, 7]) }],
    ];
    for (const [title, more] of broken)
      it(`is refused while it is read when the chat has ${title}`, async () => {
        const { chat: found } = await openIt(zipOf([chat('_chat.txt', more)]));
        await assert.rejects(textOf(found), isProblem('bad-zip', /damaged/));
      });

    it('is refused when the zip is cut off', async () => {
      const whole = zipOf([chat(), photo('1.jpg')]);
      for (const length of [4, 30, whole.length - 30, whole.length - 1])
        await assert.rejects(openIt(whole.subarray(0, length)), isProblem('bad-zip', /damaged/));
    });

    it('is refused unread when it would be six hundred megabytes, within 100 MB', async () => {
      const { packed, size } = bombOf('08/03/2024, 13:55 - Priya Nair: Good morning\n', 600);
      const bytes = zipOf([chat('_chat.txt', { text: '', packed, says: { size } })]);
      const memory = process.memoryUsage().rss;
      await assert.rejects(openIt(bytes), isProblem('bad-zip', /more than/));
      assert.ok(process.memoryUsage().rss - memory < 100_000_000);
    });

    it('is refused as soon as more comes out of it than it says', async () => {
      const { packed } = bombOf('08/03/2024, 13:55 - Priya Nair: Good morning\n', 600);
      const { chat: found } = await openIt(zipOf([chat('_chat.txt', { text: '', packed, says: { size: 1_000_000 } })]));
      let bytes = 0;
      const read = async () => {
        for await (const chunk of found.open()) bytes += chunk.byteLength;
      };
      await assert.rejects(read(), isProblem('bad-zip'));
      assert.ok(bytes <= 1_000_000);
    });

    it('never fails in another way than it says, whatever byte of a zip is wrong', async () => {
      const whole = zipOf([chat(), photo('1.jpg'), chat('notes.txt')]);
      const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const bytes = Buffer.from(whole);
          for (const { at, byte } of changes) bytes[at] = byte;
          try {
            const { chat: found } = await openIt(bytes);
            const text = await textOf(found);
            // Whatever is still read is what was packed, or it was no zip any more.
            assert.ok(text === CHAT || bytes.readUInt32LE() !== 0x04034b50);
          } catch (error) {
            assert.ok(error instanceof ExportProblem, String(error));
          }
        }),
        { numRuns: 300 },
      );
    });
  });
}

describe('openExportFile()', () => {
  it('says what the file system says of a file that is not there', () =>
    assert.rejects(openExportFile(join(folder, 'none.txt')), { code: 'ENOENT' }));
});
