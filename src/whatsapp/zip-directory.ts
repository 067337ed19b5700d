import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import { ExportProblem } from './entry.js';

/** Where a zip is read from. It can be opened more than once: nothing of it is kept in between. */
export type Archive = {
  readonly bytes: number;
  open(): Promise<ZipFile>;
  /** The last bytes of the file, at most so many. */
  end(most: number): Promise<Uint8Array>;
};

/** A file in a zip, as the zip's directory has it. */
export type Packed = {
  /** With `/` between folders, as it was packed: nothing is ever written to such a path. */
  readonly path: string;
  readonly entry: Entry;
};

/** An export with media has 10,000 messages at most, without 40,000; a Mac packs a second entry for each file. */
const MOST_ENTRIES = 25_000;

/** What the names in the directory may take up: 25,000 of 160 bytes. They are kept while the chat is read. */
const MOST_NAMES = 4_000_000;

/** The end record, the longest comment after it, and the locator of a zip64 before it: APPNOTE.TXT 4.3.15 and 4.3.16. */
const LONGEST_END = 20 + 22 + 0xffff;

/**
 * The files in a zip, folders left out; nothing is inflated. Throws `ExportProblem` for a zip that is broken, in several volumes,
 * a zip64 (for more than 4 GB or 65,535 files, which no export has), or with more in it than an export can have.
 */
export async function directoryOf(archive: Archive): Promise<readonly Packed[]> {
  if (isZip64(await archive.end(LONGEST_END))) throw tooMuch();
  const zip = await opened(archive);
  try {
    if (zip.entryCount > MOST_ENTRIES) throw tooMuch();
    return await listed(zip, archive.bytes);
  } catch (error) {
    throw asProblem(error);
  } finally {
    zip.close();
  }
}

function listed(zip: ZipFile, bytes: number): Promise<readonly Packed[]> {
  return new Promise((resolve, reject) => {
    const found: Packed[] = [];
    let names = 0;
    zip.on('error', reject);
    zip.on('end', () => resolve(found));
    zip.on('entry', (entry: Entry) => {
      names += entry.fileNameRaw.byteLength + entry.extraFieldRaw.byteLength + entry.fileCommentRaw.byteLength;
      if (names > MOST_NAMES) return reject(tooMuch());
      if (entry.relativeOffsetOfLocalHeader + entry.compressedSize > bytes) return reject(broken());
      const path = pathOf(entry);
      if (!path.endsWith('/')) found.push({ path, entry });
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** The name in UTF-8 where it is that, also where the zip does not say so (as from a Mac); else as the zip says. */
function pathOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry): string {
  const flag = isUtf8(fileNameRaw) ? generalPurposeBitFlag | 0x800 : generalPurposeBitFlag;
  return getFileNameLowLevel(flag, fileNameRaw, extraFields, false);
}

/** Looks for the locator that a zip64 has right before its end record. */
function isZip64(end: Uint8Array): boolean {
  const tail = Buffer.from(end.buffer, end.byteOffset, end.byteLength);
  const record = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  return record >= 20 && tail.readUInt32LE(record - 20) === 0x07064b50;
}

/**
 * What is packed, inflated bit by bit. Ends with `ExportProblem` as soon as there is more than the directory says, or when what came
 * out is not what was packed.
 */
export async function* inflated(archive: Archive, { entry }: Packed): AsyncGenerator<Uint8Array, void, undefined> {
  const zip = await opened(archive);
  try {
    const stream = await zip.openReadStreamPromise(entry);
    let sum = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    } finally {
      stream.destroy();
    }
    if (sum !== entry.crc32) throw broken();
  } catch (error) {
    throw asProblem(error);
  } finally {
    zip.close();
  }
}

async function opened(archive: Archive): Promise<ZipFile> {
  try {
    return await archive.open();
  } catch (error) {
    throw asProblem(error);
  }
}

/** A disk that cannot be read is no fault of the zip. */
function asProblem(error: unknown): unknown {
  if (error instanceof ExportProblem || Object.hasOwn(Object(error) as object, 'syscall')) return error;
  return broken();
}

function broken(): ExportProblem {
  return new ExportProblem(
    'bad-zip',
    'The zip is damaged or not complete. Export the chat again, or unzip it and give the text file in it.',
  );
}

export function tooMuch(): ExportProblem {
  return new ExportProblem(
    'bad-zip',
    'The zip holds more than an export of a chat can, so it was not unpacked. Export the chat again, without media.',
  );
}
