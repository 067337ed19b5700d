import { TextDecoder } from 'node:util';
import { ExportProblem } from './entry.js';
import type { Source } from './source.js';

/** Characters of one line that are read; WhatsApp itself sends at most 65,536 in a message. */
export const LONGEST_LINE = 1 << 18;
/** Bytes that are decoded at a time, so that a source in one piece takes no more memory than a stream. */
const PIECE = 1 << 16;
/** Characters that are looked at to tell text from anything else. */
const SAMPLE = 4096;
const USUAL_CONTROLS = '\t\n\v\f\r\u0085\u001b';

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
  const sample = new Sample();
  let decoder: TextDecoder | null = null;
  for await (const bytes of source.open()) {
    for (let from = 0; from < bytes.length && !lines.ended; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      decoder ??= decoderFor(piece);
      const text = decoder.decode(piece, { stream: true });
      sample.take(text);
      lines.take(text);
    }
    if (lines.ended) return { tooLong: lines.tooLong, cutOff: false };
  }
  const rest = decoder?.decode() ?? '';
  sample.judge();
  lines.end();
  return { tooLong: lines.tooLong, cutOff: rest !== '' };
}

/** UTF-16 has to begin with its mark; everything else is taken for UTF-8. */
function decoderFor([a, b]: Uint8Array): TextDecoder {
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le');
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder();
}

/** Looks at the first characters, whether they are text at all. */
class Sample {
  private seen = 0;
  private odd = 0;
  private judged = false;

  take(text: string): void {
    if (this.judged) return;
    const part = text.slice(0, SAMPLE - this.seen);
    this.seen += part.length;
    this.odd += part.match(/\p{Cc}|\ufffd/gu)?.filter((each) => !USUAL_CONTROLS.includes(each)).length ?? 0;
    if (this.seen >= SAMPLE) this.judge();
  }

  /** Throws ExportProblem `not-text` when a tenth of the characters are in no text. */
  judge(): void {
    this.judged = true;
    if (this.odd * 10 <= this.seen) return;
    throw new ExportProblem('not-text', 'This file is not a text file. A WhatsApp export is a .txt or a .zip file.');
  }
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
