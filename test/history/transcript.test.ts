import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Author, Dropped } from '../../src/history/history.js';
import { droppedWords } from '../../src/history/dropped-words.js';
import type { Decisions } from '../../src/history/selection.js';
import { STYLE } from '../../src/history/transcript-style.js';
import { sealedTranscript, selectedRecords, type TranscriptDetails } from '../../src/history/transcript.js';
import { sourceOf } from '../../src/whatsapp/source.js';
import { exported, residential, SECRETS, type Line } from '../support/whatsapp.js';

const GOLDEN = fileURLToPath(new URL('../golden/history/transcript.html', import.meta.url));

const AUTHORS: Readonly<Record<string, Author>> = {
  'Amara Osei': { kind: 'person', person: 'amara', name: 'Amara Osei' },
  'Ben Whitlock': { kind: 'person', person: 'ben', name: 'Ben <Whitlock>' },
  '+44 7700 900107': { kind: 'attributed', attribution: 'a colleague who has left' },
  'Dave Coaches': { kind: 'objected' },
};

const decisions: Decisions = {
  zone: 'Europe/London',
  authorOf: (name) => AUTHORS[name] ?? { kind: 'outside' },
  days: null,
  now: new Date('2026-11-25T10:00:00Z'),
  special: null,
};

const details: TranscriptDetails = {
  purpose: 'Trips & residentials',
  group: null,
  migrationId: 'mov-7Q2FK3MX',
  sha256: 'ab'.repeat(32),
};

function source(lines: readonly Line[]) {
  return sourceOf('chat.txt', Buffer.from(exported(lines, { platform: 'android', order: 'dmy' })));
}

async function made(lines: readonly Line[], other: Partial<TranscriptDetails & Decisions> = {}) {
  let html = '';
  const put = (text: string) => void (html += text);
  const written = await sealedTranscript(
    source(lines),
    'dmy',
    { ...decisions, ...other },
    { ...details, ...other },
    put,
  );
  return { html, written };
}

/** The tags that are open, one in another; throws where one is closed that is not. Entities and attributes are looked at, too. */
function checkWellFormed(html: string): void {
  const VOID = new Set(['meta', 'br']);
  const open: string[] = [];
  const rest = html.replace('<!DOCTYPE html>\n', '').replace(/<style>[^<]*<\/style>/u, '');
  const tags = /<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"<]*")*)>/gu;
  for (const [, slash, name = ''] of rest.matchAll(tags)) {
    if (slash === '/') assert.equal(open.pop(), name);
    else if (!VOID.has(name)) open.push(name);
  }
  assert.deepEqual(open, []);
  const words = rest.replaceAll(tags, '');
  assert.doesNotMatch(words, /[<>]/u);
  assert.doesNotMatch(words, /&(?!(?:amp|lt|gt|quot|#39);)/u);
  const ids = [...rest.matchAll(/ id="([^"]*)"/gu)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target] of rest.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/gu))
    assert.ok(ids.includes(target), target);
}

describe('sealedTranscript()', () => {
  it('makes the document of a small chat', async () => {
    const { html, written } = await made([
      ...residential({ ambiguous: false }),
      {
        at: '2026-04-29T10:00',
        by: 'Amara Osei',
        text: '<script>alert("x")</script>\nsee https://example.org/a?b=1&c=2',
      },
      { at: '2026-04-29T10:01', by: 'Amara Osei', text: 'IMG-20260429-WA0001.jpg (file attached)\nThe gate' },
    ]);

    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, html);
    assert.equal(html, readFileSync(GOLDEN, 'utf8'));
    assert.deepEqual(written, {
      messages: 7,
      entries: 14,
      dropped: { notice: 5, objected: 1, outside: 1 } satisfies Partial<Record<Dropped, number>>,
      oldest: '2026-03-17T08:10',
      newest: '2026-04-29T10:01',
      length: html.length,
    });
  });

  it('is well-formed, in British English, and loads and runs nothing', async () => {
    const { html } = await made(residential({ ambiguous: false }));

    checkWellFormed(html);
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en-GB">/u);
    assert.match(html, /<title>Transcript of a WhatsApp group: Trips &amp; residentials<\/title>/u);
    assert.doesNotMatch(html, /<(?:script|link|img|iframe|object|form)\b|\s(?:src|on[a-z]+)=|@import|url\(/iu);
    const hash = createHash('sha256').update(STYLE).digest('base64');
    assert.ok(html.includes(`content="default-src 'none'; style-src 'sha256-${hash}';`));
    assert.ok(html.includes(`<style>${STYLE}</style>`));
  });

  it('has headings in order, months to jump to and lists that a screen reader counts', async () => {
    const { html } = await made(residential({ ambiguous: false }));

    const headings = [...html.matchAll(/<h([1-6])[^>]*>([^<]*)</gu)].map(([, level, text]) => `${level} ${text}`);
    assert.deepEqual(headings, [
      '1 Transcript of a WhatsApp group',
      '2 What is not in this document',
      '2 How to read this document',
      '2 Months',
      '2 March 2026',
      '3 Tuesday 17 March 2026',
      '2 April 2026',
      '3 Tuesday 28 April 2026',
    ]);
    assert.match(html, /<a class="skip" href="#messages">/u);
    assert.match(html, /<li><a href="#m-2026-03">March 2026<\/a><\/li>/u);
    assert.match(html, /<time datetime="2026-03-17T08:10">08:10<\/time>/u);
  });

  it('names nobody by a label or a number, and has nothing of those who objected or are outside', async () => {
    const { html } = await made(residential({ ambiguous: false }));

    for (const number of SECRETS.numbers) assert.ok(!html.includes(number), number);
    assert.ok(!html.includes('Dave Coaches'));
    assert.ok(!html.includes('Nan Pemberlow'));
    assert.ok(!html.includes('quiltwork'));
    // A name that somebody wrote in a message stays, as in the chat.
    assert.ok(html.includes('Zebedee'));
    assert.ok(html.includes('I ring the lodge on a phone number<br>and ask for Zebedee'));
  });

  it('gives the name of the group only when it is given', async () => {
    const { html } = await made(residential({ ambiguous: false }), { group: 'Year 6 <residential>' });

    assert.match(html, /<dt>Name of the group<\/dt><dd>Year 6 &lt;residential&gt;<\/dd>/u);
    checkWellFormed(html);
  });

  it('says what was left out, and why', async () => {
    const { html } = await made(residential({ ambiguous: false }));

    assert.match(html, /<tr><th scope="row">Written by the app itself<\/th><td class="number">5<\/td><\/tr>/u);
    assert.match(html, /<tr><th scope="row">Written by somebody who objected<\/th><td class="number">1<\/td><\/tr>/u);
  });

  it('leaves out what is past its period, and shows what was written in no hour', async () => {
    const lines: readonly Line[] = [
      { at: '2020-03-17T08:10', by: 'Amara Osei', text: 'too old' },
      { at: '2026-03-29T01:30', by: 'Amara Osei', text: 'in no hour' },
      { at: '2026-03-29T02:30', by: 'Amara Osei', text: 'it needs an inhaler' },
    ];

    const { html, written } = await made(lines, { days: 365, special: { health: ['inhaler'] } });

    assert.deepEqual(written.dropped, { 'past-period': 1, special: 1 });
    assert.match(html, /in no hour/u);
    assert.doesNotMatch(html, /too old|inhaler/u);
  });

  it('stays a document when nothing goes along', async () => {
    const { html, written } = await made(residential({ ambiguous: false }), { authorOf: () => ({ kind: 'outside' }) });

    checkWellFormed(html);
    assert.equal(written.messages, 0);
    assert.match(html, /No message goes along\./u);
  });

  it('gives no id twice when the clock runs backwards', async () => {
    const { html } = await made([
      { at: '2026-03-17T08:10', by: 'Amara Osei', text: 'one' },
      { at: '2026-04-01T08:10', by: 'Amara Osei', text: 'two' },
      { at: '2026-03-17T08:10', by: 'Amara Osei', text: 'three' },
    ]);

    checkWellFormed(html);
  });

  it('writes 40,000 messages in pieces, within seconds', async () => {
    const lines = Array.from({ length: 40_000 }, (_, n): Line => {
      const day = new Date(Date.UTC(2024, 0, 1) + Math.floor(n / 40) * 86_400_000).toISOString().slice(0, 10);
      return {
        at: `${day}T${String(8 + Math.floor((n % 40) / 4)).padStart(2, '0')}:0${n % 4}`,
        by: n % 3 === 0 ? 'Amara Osei' : 'Ben Whitlock',
        text: `message ${n} about the coach & the gate`,
      };
    });
    const pieces: number[] = [];
    const start = process.cpuUsage();

    const written = await sealedTranscript(source(lines), 'dmy', decisions, details, (text) =>
      pieces.push(text.length),
    );

    assert.equal(written.messages, 40_000);
    assert.ok(Math.max(...pieces) < 20_000);
    assert.ok(written.length < 10_000_000);
    assert.ok(process.cpuUsage(start).user < 15_000_000, `${process.cpuUsage(start).user}`);
  });
});

describe('selectedRecords()', () => {
  it('holds what was picked and may go along, and says that it is a selection', async () => {
    let html = '';
    const lines = residential({ ambiguous: false });
    const picked = new Set([4, 5, 9]);

    const written = await selectedRecords(
      source(lines),
      'dmy',
      decisions,
      { ...details, picked },
      (text) => void (html += text),
    );

    checkWellFormed(html);
    assert.equal(written.messages, 2);
    assert.deepEqual(written.dropped, { objected: 1 });
    assert.match(html, /<h1>Selected records from a WhatsApp group<\/h1>/u);
    assert.match(html, /<dd>2, from 3 picked entries of 12 in the export<\/dd>/u);
    assert.match(html, /coach leaves/u);
    assert.doesNotMatch(html, /inhaler/u);
  });
});

describe('droppedWords()', () => {
  it('says why, the most first', () => {
    assert.deepEqual(droppedWords({ media: 2, objected: 5, empty: 0 }), [
      { why: 'Written by somebody who objected', entries: 5 },
      { why: 'A photo, video, voice note or document with no words', entries: 2 },
    ]);
  });
});
