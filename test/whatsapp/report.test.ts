import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Warning } from '../../src/whatsapp/entry.js';
import type { Findings, Inspection, Seen } from '../../src/whatsapp/findings.js';
import { report } from '../../src/whatsapp/report.js';
import { warningText } from '../../src/whatsapp/warning-text.js';

const GOLDEN = new URL('../golden/inspect/', import.meta.url);

const priya: Seen = {
  name: 'Priya Nair',
  entries: 1204,
  first: '2024-01-12T08:00',
  last: '2024-03-08T13:55',
  joined: '2024-01-12T08:00',
  left: null,
  wrote: true,
};
const number: Seen = {
  name: '+44 7700 900123',
  entries: 0,
  first: '2024-01-12T08:01',
  last: '2024-02-03T10:00',
  joined: null,
  left: '2024-02-03T10:00',
  wrote: false,
};

const FINDINGS: Findings = {
  platform: 'ios',
  order: 'dmy',
  zone: 'Europe/London',
  group: 'PE staff',
  entries: 1300,
  notices: 40,
  oldest: '2024-01-12T08:00:09',
  newest: '2024-03-08T13:55:01',
  people: [priya, number],
  timeline: [
    {
      month: '2024-01',
      joined: 12,
      left: 0,
      known: 12,
    },
    {
      month: '2024-02',
      joined: 0,
      left: 6,
      known: 6,
    },
    {
      month: '2024-03',
      joined: 0,
      left: 0,
      known: 6,
    },
  ],
  kinds: {
    text: 1160,
    image: 90,
    document: 10,
    notice: 40,
  },
  disappearing: 'off',
  warnings: [],
};

const INSPECTION: Inspection = {
  sha256: 'ab'.repeat(32),
  bytes: 123456,
  readings: [FINDINGS],
  traces: {
    phoneNumbers: 3,
    mailAddresses: 2,
    images: 90,
    documents: 10,
    special: { 'special-category': 4 },
  },
};
const SUBJECTS = { 'special-category': 'health or other sensitive data' };

const WARNINGS: readonly Warning[] = [
  { code: 'ambiguous-dates' },
  { code: 'probably-cut', entries: 39_999 },
  { code: 'export-may-be-blocked' },
  { code: 'header-inside-message', times: 1 },
  { code: 'time-runs-backwards', times: 2 },
  { code: 'unknown-author', times: 1 },
  { code: 'media-missing', files: 2 },
  { code: 'clock-change', times: 1 },
  { code: 'too-long', times: 2 },
  { code: 'cut-off' },
  { code: 'lines-before', lines: 3 },
];

function textOf(inspection: Inspection): string {
  return `${report(inspection, SUBJECTS).join('\n')}\n`;
}

function withFindings(more: Partial<Findings>): Inspection {
  return { ...INSPECTION, readings: [{ ...FINDINGS, ...more }] };
}

describe('report()', () => {
  const other = { ...FINDINGS, order: 'mdy', oldest: '2024-12-01T08:00', newest: '2024-12-03T09:00' } as const;
  const years = Array.from({ length: 40 }, (_, n) => ({
    month: `${2021 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
    joined: 1,
    left: n % 3 === 0 ? 1 : 0,
    known: n,
  }));
  const cases: Readonly<Record<string, Inspection>> = {
    usual: INSPECTION,
    'all-warnings': withFindings({ warnings: WARNINGS, disappearing: 'on', platform: 'android', group: null }),
    'two-readings': { ...INSPECTION, readings: [{ ...FINDINGS, warnings: [{ code: 'ambiguous-dates' }] }, other] },
    'many-months': withFindings({ timeline: years }),
  };
  for (const [name, inspection] of Object.entries(cases)) {
    it(`is as in test/golden/inspect/${name}.txt`, () => {
      const file = new URL(`${name}.txt`, GOLDEN);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, textOf(inspection));
      assert.ok(existsSync(file), `${name} has no golden file: look at the report and write it with UPDATE_GOLDEN=1`);
      assert.equal(textOf(inspection), readFileSync(file, 'utf8'));
    });
  }

  it('says first, with two readings, what is open, both dates of the oldest message and how to decide', () => {
    const [first = '', second = ''] = report(cases['two-readings'] ?? INSPECTION, SUBJECTS);
    assert.match(first, /does not say whether the day or the month comes first/);
    assert.match(second, /12 January 2024 .*--order dmy.* 1 December 2024 .*--order mdy/);
  });

  it('takes the newest message where the oldest has the same date in both readings, and none where that has it too', () => {
    const same = { ...other, oldest: '2024-01-12T08:00' };
    const reading = (second: Findings) => report({ ...INSPECTION, readings: [FINDINGS, second] }, SUBJECTS)[1] ?? '';
    assert.match(reading(same), /^The newest message is from 8 March 2024 .* 3 December 2024/);
    assert.match(reading({ ...same, newest: FINDINGS.newest }), /^Either with the day first \(--order dmy\) or/);
  });

  it('shows no character of a name that steers a terminal or turns the line round, and no endless name', () => {
    const name = `\u001b[2J\u009b31m\u202eSam\u2066\r\n${'very '.repeat(20)}`;
    const text = textOf(withFindings({ people: [{ ...priya, name }], group: name }));
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
    assert.ok(text.split('\n').every((line) => line.length < 200));
  });
});

describe('warningText()', () => {
  for (const warning of WARNINGS) {
    it(`says of ${warning.code} what is the matter and what to do, in whole sentences`, () => {
      const { what, todo } = warningText(warning);
      for (const text of [what, todo]) assert.match(text, /^[A-Z0-9][^]*\.$/);
      assert.doesNotMatch(what + todo, /undefined|NaN|illegal/);
    });
  }
});
