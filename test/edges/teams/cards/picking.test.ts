import type { Page, Query, Shown } from '../../../../src/history/picker.js';
import type { HistoryMode } from '../../../../src/history/history.js';
import type { MarkList } from '../../../../src/migration/marks.js';
import type { Migration } from '../../../../src/migration/migration.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { exported } from '../../../support/exports.js';
import { DECLARED, move, PROVED, retention, wizardView } from '../../../support/moves.js';
import { sealedFor } from '../../../support/sealed.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { DPO, PEOPLE } from '../../../support/world.js';

const ALL: readonly HistoryMode[] = ['fresh-start', 'selected-records', 'sealed-transcript', 'native-import'];
const organisation = {
  ...testScene().organisation,
  history: { nativeImport: true, account: 'account', label: 'Keep 1 year', outsideSchoolHours: true },
};
const scene = testScene({ histories: ALL, organisation, retention: retention(PROVED, DECLARED) });

const TEXTS = [
  'Coach booked for 8:15, Meadow Lane entrance',
  'Risk assessment agreed with Mrs Fernsby, signed copy in the office',
  'who takes the asthma pump',
  'Thanks all',
  'Ratio is one to eight on the water, agreed with the centre',
  'The centre needs the dietary list by Friday noon and not a day later, or we pay for the packed…',
  'fine by me',
  'All back at school, 16:40',
];
const WHO = ['Gareth J', 'Ms Nair', 'Bea centre'];
const userText = [...TEXTS, ...WHO, 'Year 6 residential', 'Year 6 staff', ...PEOPLE.map((one) => one.displayName)];

const MESSAGES: readonly Shown[] = TEXTS.map((text, n) => ({
  entry: 40 + 3 * n,
  at: `2026-11-${n < 4 ? '19' : '20'}T1${n}:05`,
  who: WHO[n % 3] ?? '',
  text,
  fate: n === 2 ? 'special' : n === 5 ? 'outside' : n === 0 ? 'past-period' : null,
}));
const PAGE: Page = { messages: MESSAGES, matches: 2_012, before: 8, dropped: { outside: 1, 'past-period': 1 } };
const QUERY: Query = { words: '', day: '', marked: false };

const sealed = (mode: HistoryMode, rest: object = {}) => ({
  ...sealedFor(mode, { posts: 2, dropped: { 'past-period': 1 } }),
  ...rest,
});
function at(mode: HistoryMode, history: object = {}, rest: object = {}): Migration {
  const base = move({}, { step: 'history', exported: exported(), history: mode, sealed: sealed(mode, rest) });
  return { ...base, history: { ...base.history, ...history } };
}
const picking = (migration: Migration, list: MarkList, rest: object = {}) =>
  ({
    kind: 'picking',
    migration,
    list,
    page: PAGE,
    query: QUERY,
    complaints: [],
    notice: null,
    ticked: null,
    ...rest,
  }) as const;
const PICKED = { picked: [40, 43, 99] };
const records = at('selected-records', PICKED, { picked: 3 });

const hostile = HOSTILE.slice(0, 8).map((text, n) => ({
  entry: n,
  at: '2026-11-19T10:05',
  who: text,
  text,
  fate: null,
}));

const STATES: readonly CardState[] = [
  { name: 'picking.records', view: picking(records, 'records', { notice: '2 added. 3 in all.' }), scene },
  {
    name: 'picking.first',
    view: picking(at('selected-records'), 'records', {
      page: { messages: MESSAGES.slice(0, 3), matches: 3, before: 0, dropped: {} },
    }),
    scene,
  },
  {
    name: 'picking.private',
    view: picking(at('native-import', { withheld: [46] }), 'private', { page: { ...PAGE, dropped: { special: 1 } } }),
    scene,
  },
  {
    name: 'picking.found',
    view: picking(records, 'records', {
      query: { words: 'coach', day: '2026-11-19', marked: true },
      page: { messages: MESSAGES.slice(0, 1), matches: 1, before: 0, dropped: {} },
    }),
    scene,
  },
  {
    name: 'picking.nothing-found',
    view: picking(records, 'records', {
      query: { words: 'zebra', day: '', marked: false },
      page: { messages: [], matches: 0, before: 0, dropped: {} },
    }),
    scene,
  },
  {
    name: 'picking.too-many',
    view: picking(records, 'records', {
      complaints: [{ field: 'ticks', label: 'Messages', text: '200 are the most. Take some off again.' }],
      ticked: new Set([40, 43, 46, 49]),
    }),
    scene,
  },
  { name: 'wizard.history-records-none', view: wizardView(at('selected-records')), scene },
  { name: 'wizard.history-records-picked', view: wizardView(records, { notice: 'Kept. Look at the counts.' }), scene },
  {
    name: 'wizard.history-private',
    view: wizardView(at('native-import', { withheld: [46, 47] }, { isStale: true })),
    scene,
  },
  {
    name: 'history-approval.records',
    view: {
      kind: 'history-approval',
      migration: { ...records, state: 'submitted' },
      complaints: [],
      notice: null,
      typed: {},
    },
    scene: { ...scene, reader: DPO },
  },
];

describe('the cards of the picker', () => {
  testCards(STATES.map((state) => ({ userText, ...state })));

  testCards([
    {
      name: 'picking.hostile',
      view: picking(records, 'records', {
        query: { words: HOSTILE[2] ?? '', day: '', marked: false },
        page: { messages: hostile, matches: 8, before: 0, dropped: {} },
      }),
      scene,
      userText: [...HOSTILE, ...userText],
      golden: false,
    },
  ]);
});
