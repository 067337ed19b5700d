import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fromBufferPromise, openPromise } from 'yauzl';
import { ExportProblem } from './entry.js';
import { groupIn } from './file-name.js';
import { readExport } from './read.js';
import { sourceOf, type Source } from './source.js';
import { directoryOf, inflated, tooMuch, type Archive, type Packed } from './zip-directory.js';

/** An export, opened: the text of the chat, and what else is in the zip. */
export type OpenExport = {
  readonly chat: Source;
  /** The names, without folders, of the other files in the zip; null when the export is a text file. */
  readonly media: ReadonlySet<string> | null;
};

/** 40,000 messages of the longest sort that people write; a text of this size takes some seconds to read. */
const MOST_INFLATED = 256 * 1024 * 1024;

/** Chats are packed to a third or a tenth; only what repeats itself for ever gets beyond this. */
const HIGHEST_RATIO = 100;
/** A text this small does no harm however well it is packed. */
const HARMLESS = 1024 * 1024;

/** Of a text that might be the chat, so much is read to find out. */
const FIRST_LOOK = 64 * 1024;
/** Somebody may have sent text files in the chat, but so many? */
const MOST_TEXTS = 50;

/**
 * The chat in a file that somebody gave, a zip or a text by its first bytes. Of a zip nothing but the chat is ever inflated, and
 * that bit by bit while it is read. Throws `ExportProblem`: `bad-zip` or `no-chat`.
 */
export async function openExport(name: string, bytes: Uint8Array): Promise<OpenExport> {
  if (!isZip(bytes)) return { chat: sourceOf(name, bytes), media: null };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return inZip(name, {
    bytes: bytes.byteLength,
    open: () => fromBufferPromise(buffer, { decodeStrings: false }),
    end: async (most) => buffer.subarray(-most),
  });
}

/** As `openExport`, for a file on disk, of which never more than a part is in memory. Throws what `node:fs` throws, too. */
export async function openExportFile(path: string): Promise<OpenExport & { readonly bytes: number }> {
  const file = await open(path);
  try {
    const { size: bytes } = await file.stat();
    const first = await part(0, 4);
    const name = basename(path);
    if (!isZip(first)) {
      return {
        chat: { name, bytes, open: () => createReadStream(path) as AsyncIterable<Uint8Array> },
        media: null,
        bytes,
      };
    }
    const archive: Archive = {
      bytes,
      open: () => openPromise(path, { decodeStrings: false, autoClose: false }),
      end: (most) => part(Math.max(0, bytes - most), most),
    };
    return { ...(await inZip(name, archive)), bytes };
  } finally {
    await file.close();
  }

  async function part(from: number, most: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, from);
    return buffer.subarray(0, bytesRead);
  }
}

/** Whether a file begins as zips do: with a file, the end of an empty zip, or the mark of a zip in volumes (APPNOTE.TXT 4.3.6). */
function isZip(bytes: Uint8Array): boolean {
  const [p, k, a, b] = bytes;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8));
}

async function inZip(name: string, archive: Archive): Promise<OpenExport> {
  const files = (await directoryOf(archive)).filter(({ path }) => !isDecoy(path));
  const chat = await chatAmong(files, archive);
  const own = baseOf(chat.path);
  return {
    // An iPhone calls every chat `_chat.txt`: the zip then has the name of the group.
    chat: { ...sourceIn(archive, chat), name: groupIn(own) === null ? name : own },
    media: new Set(files.filter((file) => file !== chat).map(({ path }) => baseOf(path))),
  };
}

/** What a Mac packs beside each file, hidden files, and names that point out of the zip: no phone made these. */
function isDecoy(path: string): boolean {
  const folders = path.split('/');
  return (
    folders.some((folder) => folder === '__MACOSX' || folder === '..') ||
    baseOf(path).startsWith('.') ||
    /^(?:\/|[a-z]:)/i.test(path)
  );
}

/** In one form of Unicode: a Mac packs `é` as two characters. */
function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).normalize('NFC');
}

/** `_chat.txt`; or the one text file; or of several the one that is named, or else reads, like an export. */
async function chatAmong(files: readonly Packed[], archive: Archive): Promise<Packed> {
  const texts = files.filter(({ path }) => /\.txt$/i.test(path));
  const iphone = texts.filter(({ path }) => baseOf(path) === '_chat.txt');
  if (iphone.length > 0) return theOne(iphone);
  if (texts.length <= 1) return theOne(texts);
  const named = texts.filter(({ path }) => groupIn(baseOf(path)) !== null);
  if (named.length > 0) return theOne(named);
  const alike: Packed[] = [];
  for (const text of texts.slice(0, MOST_TEXTS)) if (await readsLikeAChat(text, archive)) alike.push(text);
  return theOne(alike);
}

/** Two chats, or two of the same name, of which other programs may show the other one: nobody can say which is meant. */
function theOne(found: readonly Packed[]): Packed {
  const [chat, ...others] = found;
  if (chat === undefined)
    throw new ExportProblem(
      'no-chat',
      'There is no WhatsApp chat in the zip. Give the zip that WhatsApp made, as it is.',
    );
  if (others.length > 0)
    throw new ExportProblem(
      'no-chat',
      'There is more than one chat in the zip. Give the text file of the one you mean.',
    );
  return chat;
}

/** The text of a file in the zip. Throws `ExportProblem` for one that is locked, or larger inside than an export can be. */
function sourceIn(archive: Archive, packed: Packed): Source {
  const { entry, path } = packed;
  if (entry.isEncrypted())
    throw new ExportProblem('bad-zip', 'The zip is locked with a password. Unzip it, and give the text file in it.');
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > MOST_INFLATED) throw tooMuch();
  if (entry.uncompressedSize > HARMLESS && ratio > HIGHEST_RATIO) throw tooMuch();
  return { name: baseOf(path), bytes: entry.uncompressedSize, open: () => inflated(archive, packed) };
}

async function readsLikeAChat(packed: Packed, archive: Archive): Promise<boolean> {
  try {
    const source = sourceIn(archive, packed);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of source.open()) {
      parts.push(chunk);
      length += chunk.byteLength;
      if (length >= FIRST_LOOK) break;
    }
    await readExport(sourceOf(source.name, Buffer.concat(parts)), {}, () => {});
    return true;
  } catch (error) {
    if (error instanceof ExportProblem) return false;
    throw error;
  }
}
