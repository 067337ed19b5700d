import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { render } from '../../../../src/edges/teams/cards/render.js';
import type { Warning } from '../../../../src/whatsapp/entry.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { findings, held, inspection, seen, SEEN } from '../../../support/exports.js';
import { HOSTILE, testScene } from '../../../support/scene.js';

type ExportView = Extract<View, { readonly kind: 'export' }>;

const scene = testScene();
const userText = ['Year 6 residential', ...SEEN.map(({ name }) => name)];

const WARNINGS: readonly Warning[] = [
  { code: 'header-inside-message', times: 2 },
  { code: 'time-runs-backwards', times: 1 },
  { code: 'unknown-author', times: 1 },
  { code: 'probably-cut', entries: 39_999 },
  { code: 'export-may-be-blocked' },
  { code: 'media-missing', files: 214 },
  { code: 'clock-change', times: 3 },
  { code: 'too-long', times: 1 },
  { code: 'cut-off' },
  { code: 'lines-before', lines: 2 },
];

function shown(reading: Partial<Parameters<typeof held>[0]> = {}, rest: Partial<ExportView> = {}): ExportView {
  const empty = { into: null, again: false, complaints: [], notice: null, typed: {} };
  return { kind: 'export', reading: held(reading), ...empty, ...rest };
}

const AMBIGUOUS: Warning = { code: 'ambiguous-dates' };
const TWO = inspection({
  readings: [
    findings({ oldest: '2024-01-05T08:12', newest: '2024-09-05T10:00', warnings: [AMBIGUOUS] }),
    findings({ order: 'mdy', oldest: '2024-05-01T08:12', newest: '2024-05-09T10:00', warnings: [AMBIGUOUS] }),
  ],
});
const MISSING = { field: 'order', label: 'Date', text: 'look at the chat on a phone, and choose the right date.' };
const MANY = Array.from({ length: 60 }, (_, n) => seen(`Chat name ${n}`, { entries: 60 - n }));

const STATES: readonly CardState[] = [
  { name: 'export-how.move', view: { kind: 'export-how', draft: { id: 'mov-TEST0001', ver: 3 } }, scene },
  { name: 'export-how.no-move', view: { kind: 'export-how', draft: null }, scene },
  {
    name: 'export-how.sandbox',
    view: { kind: 'export-how', draft: { id: 'mov-TEST0001', ver: 3 } },
    scene: testScene({ sandbox: true, attachPage: 'http://127.0.0.1:56111/' }),
  },
  { name: 'export-reading', view: { kind: 'export-reading' }, scene },
  { name: 'export-discarded', view: { kind: 'export-discarded' }, scene },
  {
    name: 'export-problem.nothing-recognised',
    view: {
      kind: 'export-problem',
      why: 'No WhatsApp message was recognised in this file. The first line that may begin one looks like “99/99/99 - aaa”.',
      next: 'Export the chat from WhatsApp once more and send the file as it is. Or add the names by hand.',
    },
    scene,
  },
  { name: 'export.plain', view: shown({}, { into: 'Year 6 residential' }), scene, userText },
  { name: 'export.new-move', view: shown(), scene, userText },
  { name: 'export.dates-open', view: shown({ inspection: TWO }), scene, userText },
  {
    name: 'export.dates-missing',
    view: shown({ inspection: TWO }, { complaints: [MISSING], typed: { zone: 'Asia/Dubai', order: '' } }),
    scene,
    userText,
  },
  {
    name: 'export.one-point',
    view: shown({ inspection: inspection({ readings: [findings({ warnings: WARNINGS.slice(3, 4) })] }) }),
    scene,
    userText,
  },
  {
    name: 'export.many-points',
    view: shown(
      { inspection: inspection({ readings: [findings({ warnings: WARNINGS, people: MANY, disappearing: 'on' })] }) },
      { into: '', again: true, notice: 'That move cannot be changed any more. Look where this goes now.' },
    ),
    scene,
    userText: [...userText, 'Chat name'],
  },
  {
    name: 'export.nobody',
    view: shown({
      inspection: inspection({
        readings: [findings({ people: [], group: null, kinds: {}, timeline: [], platform: 'android' })],
        traces: { phoneNumbers: 0, mailAddresses: 0, images: 0, documents: 0, special: {} },
      }),
    }),
    scene,
    golden: false,
  },
  ...HOSTILE.map((text) => ({
    name: `export.hostile ${text}`,
    view: shown(
      { inspection: inspection({ readings: [findings({ group: text, people: [seen(text), seen(`${text} 2`)] })] }) },
      { into: text },
    ),
    scene,
    userText: [text],
    golden: false,
  })),
  {
    name: 'export-problem.shape',
    view: {
      kind: 'export-problem',
      why: 'No WhatsApp message was recognised in this file. The first line that may begin one looks like “[a](aaaa://9)”.',
      next: 'Send it again.',
    },
    scene,
    userText: ['[a](aaaa://9)'],
    golden: false,
  },
];

describe('exportCard() and the cards around it', () => {
  testCards(STATES);

  it('asks which of two days is right and chooses neither', () => {
    const card = JSON.stringify(render(shown({ inspection: TWO }), scene));

    assert.match(card, /Was the first message on 5 January or 1 May 2024\?/);
    assert.match(card, /"title":"5 January 2024","value":"dmy".*"title":"1 May 2024","value":"mdy"/);
    assert.match(card, /"id":"order"[^}]*"label":"[^"]*"/);
    assert.doesNotMatch(card, /"value":"(dmy|mdy)"[^{]*"id":"order"/);
  });

  it('asks about the last message where the first has one date', () => {
    const same = { oldest: '2024-05-05T08:12' };
    const readings = [
      findings({ ...same, newest: '2024-06-07T10:00' }),
      findings({ ...same, order: 'mdy', newest: '2025-07-06T10:00' }),
    ] as const;
    const card = JSON.stringify(render(shown({ inspection: inspection({ readings }) }), scene));

    assert.match(card, /Was the last message on 7 June 2024 or 6 July 2025\?/);
  });

  it('asks what comes first where no date tells', () => {
    const readings = [findings(), findings({ order: 'mdy' })] as const;
    const card = JSON.stringify(render(shown({ inspection: inspection({ readings }) }), scene));

    assert.match(card, /What comes first in the dates\?/);
  });

  it('says that nothing is kept yet, and where the copy is', () => {
    const card = JSON.stringify(render(shown(), scene));

    assert.match(card, /Nothing kept yet/);
    assert.match(card, /OneDrive/);
  });
});
