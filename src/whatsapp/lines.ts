import { TextDecoder } from 'node:util';
import { ExportProblem } from './entry.js';
import type { Source } from './source.js';

/** Characters of one line that are read; WhatsApp itself sends at most 65,536 in a message. */
export const LONGEST_LINE = 1 << 18;
/** Bytes that are decoded at a time, so that a source in one piece takes no more memory than a stream. */
const PIECE = 1 << 16;
/** Bytes that are looked at to tell text from anything else. */
const SAMPLE = 4096;

/** Takes one line, `text` from `from` to `to` without its end. False ends the reading. */
export type OnLine = (text: string, from: number, to: number) => boolean;

/** How the reading of the lines went. */
export type LinesRead = {
  /** Lines that were longer than `LONGEST_LINE`; only their beginning was given. */
  readonly tooLong: number;
  /** The bytes end in the middle of a character. */
  readonly cutOff: boolean;
};

/**
 * Reads the lines of a source. Lines end with LF or CRLF and nothing else: U+2028, U+0085 and vertical tabs occur in messages.
 * UTF-8, or UTF-16 where the file begins with its mark. Throws ExportProblem `not-text`.
 */
export async function readLines(source: Source, onLine: OnLine): Promise<LinesRead> {
  const lines = new Splitter(onLine);
  let decoder: TextDecoder | null = null;
  for await (const bytes of source.open()) {
    for (let from = 0; from < bytes.length && !lines.ended; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      decoder ??= decoderFor(piece);
      lines.take(decoder.decode(piece, { stream: true }));
    }
    if (lines.ended) return { tooLong: lines.tooLong, cutOff: false };
  }
  const rest = decoder?.decode() ?? '';
  lines.end();
  return { tooLong: lines.tooLong, cutOff: rest !== '' };
}

/** Chooses by the first bytes. Throws ExportProblem when they are no text. */
function decoderFor(first: Uint8Array): TextDecoder {
  const [a, b] = first;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le');
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be');
  const sample = new TextDecoder().decode(first.subarray(0, SAMPLE));
  const odd = sample.match(/\p{Cc}|\ufffd/gu)?.filter((each) => !'\t\n\v\f\r\u0085\u001b'.includes(each)).length ?? 0;
  if (odd * 10 > sample.length) {
    throw new ExportProblem('not-text', 'This file is not a text file. A WhatsApp export is a .txt or a .zip file.');
  }
  return new TextDecoder();
}

class Splitter {
  tooLong = 0;
  ended = false;
  /** The beginning of a line whose end has not come yet. */
  private begun = '';
  /** The rest of the present line is passed over. */
  private skipping = false;

  constructor(private readonly onLine: OnLine) {}

  take(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0 && !this.ended; end = text.indexOf('\n', from)) {
      if (this.begun !== '' || this.skipping) this.finish(text.slice(from, end));
      else this.give(text, from, end);
      from = end + 1;
    }
    if (from < text.length && !this.ended) this.begin(from === 0 ? text : text.slice(from));
  }

  end(): void {
    if (!this.ended && this.begun !== '') this.finish('');
  }

  private begin(text: string): void {
    if (this.skipping) return;
    this.begun += text;
    if (this.begun.length <= LONGEST_LINE) return;
    const begun = this.begun;
    this.begun = '';
    this.skipping = true;
    this.give(begun, 0, begun.length);
  }

  private finish(text: string): void {
    const line = this.begun + text;
    this.begun = '';
    if (this.skipping) this.skipping = false;
    else this.give(line, 0, line.length);
  }

  private give(text: string, from: number, end: number): void {
    const to = end > from && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
    if (to - from > LONGEST_LINE) this.tooLong++;
    this.ended = !this.onLine(text, from, Math.min(to, from + LONGEST_LINE));
  }
}
