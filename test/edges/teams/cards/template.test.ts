import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { after, before } from 'mocha';
import { template, TemplateProblem, type TemplateData } from '../../../../src/edges/teams/cards/template.js';
import { HOSTILE } from '../../../support/scene.js';

const NAME = `test-${process.pid}`;
const FILE = new URL(`../../../../cards/${NAME}.json`, import.meta.url);

const TEMPLATE = {
  type: 'AdaptiveCard',
  fallbackText: 'A card for a test.',
  body: [
    { $data: '${rows}', type: 'TextRun', text: '${name}', number: '${n}' },
    { $when: '${flag}', type: 'TextRun', text: 'It is ${$root.top}.' },
    { $when: '${not(flag)}', type: 'TextRun', text: '${top}' },
  ],
};

const DATA = { rows: [{ name: 'a', n: 1 }], flag: true, top: 'x' };

describe('template()', () => {
  let fill: (data: TemplateData) => Readonly<Record<string, unknown>>;

  before(() => {
    writeFileSync(FILE, JSON.stringify(TEMPLATE));
    fill = template(NAME);
  });
  after(() => rmSync(FILE));

  it('fills texts, loops over lists, and leaves out what a condition rules out', () => {
    assert.deepEqual(fill(DATA)['body'], [
      { type: 'TextRun', text: 'a', number: 1 },
      { type: 'TextRun', text: 'It is x.' },
    ]);
  });

  for (const hostile of HOSTILE)
    it(`leaves ${JSON.stringify(hostile)} as it is`, () => {
      const [run] = fill({ ...DATA, rows: [{ name: hostile, n: 1 }] })['body'] as { text: string }[];

      assert.equal(run?.text, hostile);
    });

  const broken: readonly (readonly [string, object, RegExp])[] = [
    ['a missing text', { ...DATA, rows: [{ n: 1 }] }, /has no data for name/],
    ['a missing part of a sentence', { rows: [], flag: true }, /has no data for top/],
    ['a missing condition', { rows: [], top: 'x' }, /has no data for flag/],
    ['a field in other letters', { ...DATA, rows: [{ Name: 'a', n: 1 }] }, /has no data for name/],
    ['null', { ...DATA, top: null }, /top cannot be shown/],
    ['undefined', { ...DATA, top: undefined }, /top cannot be shown/],
    ['a date', { ...DATA, top: new Date(0) }, /top cannot be shown/],
    ['a function', { ...DATA, top: () => 'x' }, /top cannot be shown/],
    ['a record where a text belongs', { ...DATA, rows: [{ name: { type: 'Image' }, n: 1 }] }, /binds a record/],
  ];
  for (const [title, data, message] of broken)
    it(`refuses ${title}`, () => {
      assert.throws(
        () => fill(data as TemplateData),
        (problem) => problem instanceof TemplateProblem && message.test(problem.message),
      );
    });
});
