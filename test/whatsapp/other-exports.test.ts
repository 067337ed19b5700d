import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readPhones } from '../../bench/exports/cldr.js';
import type { Order } from '../../src/whatsapp/entry.js';
import { readExport } from '../../src/whatsapp/read.js';
import { openExport } from '../../src/whatsapp/zip.js';

/** Exports of other people's test data, which may not be copied into this repository; they lie beside it where they are at hand. */
const FOLDER = new URL('../../../shared/reference/exports/dev/', import.meta.url);

type Expected = {
  readonly sequence: readonly (readonly [at: string, author: string | null, kind: string])[];
  readonly lenient?: object;
};
type HeaderCase = {
  readonly id: string;
  readonly text: string;
  readonly order: Order | null;
  readonly expect: readonly { readonly at: string; readonly author: string | null }[];
};

const plain = (name: string | null) =>
  (name ?? '')
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

async function read(name: string, bytes: Uint8Array, order: Order | null) {
  const { chat } = await openExport(name, bytes);
  const found: string[] = [];
  await readExport(chat, order === null ? {} : { order }, ({ at, author, notice }) => {
    found.push(`${at.slice(0, 16)} ${notice === null ? plain(author) : '(app)'}`);
  });
  return found;
}

describe('readExport() of exports that others have read', () => {
  before(function () {
    if (existsSync(FOLDER)) return;
    console.warn(
      'SKIPPED: the exports of other projects are not beside this repository; nothing is known of how they are read.',
    );
    this.skip();
  });

  it('gives the time and the author of every entry of every file', async () => {
    const expected = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Record<string, Expected>;
    const wrong: string[] = [];
    for (const [name, { sequence, lenient }] of Object.entries(expected)) {
      const found = await read(name, readFileSync(new URL(name, FOLDER)), null);
      const isKept = (_: unknown, n: number) => found.length === sequence.length || !(String(n) in (lenient ?? {}));
      const truth = sequence.filter(isKept).map(([at, author, kind], n) => {
        const isApp =
          kind === 'system' || (lenient !== undefined && String(n) in lenient && found.length === sequence.length);
        return `${at.slice(0, 16)} ${isApp ? '' : plain(author)}`;
      });
      const same =
        found.length === truth.length && found.every((each, n) => each === truth[n] || isTime(each, truth[n]));
      if (!same) wrong.push(name);
    }
    assert.ok(Object.keys(expected).length > 40);
    assert.deepEqual(wrong, []);
  });

  it('gives the time and the author in all but one of the single headers', async () => {
    const cases = readFileSync(new URL('header_cases.jsonl', FOLDER), 'utf8').trim().split('\n');
    const wrong: string[] = [];
    for (const line of cases) {
      const { id, text, order, expect } = JSON.parse(line) as HeaderCase;
      const found = await read(`${id}.txt`, Buffer.from(text), order);
      const truth = expect.map(({ at, author }) => `${at.slice(0, 16)} ${author === null ? '(app)' : plain(author)}`);
      if (found.join('\n') !== truth.join('\n')) wrong.push(id);
    }
    assert.ok(wrong.length <= 1, wrong.join(', '));
  });
});

/** A notice of the app has the time of the truth, whatever its author is. */
function isTime(found: string, truth: string | undefined): boolean {
  return truth?.endsWith(' ') === true && found.startsWith(truth);
}

/** One of each sort of date and clock; `npm run bench -- exports` reads all thousand. */
const LOCALES =
  'en-GB en-US en-CA en-ZA cy de fr fr-CA es es-US it pt pt-PT nl pl ro ru uk cs sk bg hr hu lt lv sv da nb fi et el tr he ar ar-EG ur fa ps ckb-IR hi bn ne gu ta ml si th my km lo dz bo ja ko zh-CN zh-TW zh-HK zh-SG vi id fil sw so sq eu kkj wo ff-Adlm ccp sat oc ee brx hsb nds';

describe('readExport() of chats as phones of many locales write them', () => {
  it('reads every entry right', async () => {
    const phones = LOCALES.split(' ').flatMap((locale) =>
      (['ios', 'android'] as const).flatMap((platform) =>
        (['h12', 'h23'] as const).map((hourCycle) => ({ locale, platform, hourCycle })),
      ),
    );
    const { wrong } = await readPhones(phones);

    assert.ok(phones.length > 250);
    assert.deepEqual(wrong, []);
  });
});
