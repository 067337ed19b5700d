import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { policyCode, PolicyProblem, readPolicy } from '../../src/guidance/policy.js';
import { testPolicy } from '../support/policy.js';

const FILE = 'policies/uk-schools.yaml';
const PACK = readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8');

/** The pack with one change; a change that changes nothing is a mistake of the test. */
function edited(from: string | RegExp, to: string): string {
  const text = PACK.replace(from, to);
  assert.notEqual(text, PACK, `${from} is in the pack`);
  return text;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

describe('readPolicy()', () => {
  it('reads the pack that ships, and names its version', () => {
    const policy = testPolicy();
    assert.match(policy.name, /^uk-schools \d{4}\.\d{2} \([0-9a-f]{12}\)$/);
    assert.match(policyCode(policy), /^[A-Za-z0-9.:_-]{1,80}$/);
  });

  it('gives another hash to another content, and the same to another comment', () => {
    assert.notEqual(readPolicy(edited('Life comes first', 'Life is first'), FILE).hash, testPolicy().hash);
    assert.equal(readPolicy(`${PACK}\n# checked\n`, FILE).hash, testPolicy().hash);
  });

  const mistakes: readonly (readonly [string, string, string | RegExp, RegExp])[] = [
    ['bad YAML', PACK.replace('id: uk-schools', 'id: [uk-schools'), 'id: [', /./],
    [
      'a misspelt key',
      edited('  - id: A-SAFEGUARD\n    title:', '  - id: A-SAFEGUARD\n    titel:'),
      'titel',
      /titel|title/,
    ],
    ['an invented verdict', edited('verdict: conditional', 'verdict: maybe'), 'maybe', /verdict/],
    ['an unknown reason', edited('[R-LIFE, R-RECORDS]', '[R-LIVE, R-RECORDS]'), 'R-LIVE', /R-LIVE does not exist/],
    [
      'an unknown alternative',
      edited('instead: [I-999, I-DSL, I-CALL]', 'instead: [I-99]'),
      'I-99]',
      /I-99 does not exist/,
    ],
    [
      'an unknown confirmation',
      edited('confirmation: emergency', 'confirmation: urgent'),
      'urgent',
      /urgent does not exist/,
    ],
    ['a yes without a confirmation', edited('confirmation: social', 'confirmation: null'), '', /needs a confirmation/],
    ['a private app called governed', edited(/(whatsapp: \{.*)consumer: true/, '$1consumer: false'), '', /private/],
    ['an unknown source', edited('cites: [WA-TOS-UK]', 'cites: [WA-TOS]'), 'WA-TOS]', /WA-TOS does not exist/],
    ['a reason without a source', edited('cites: [WA-TOS-UK]', 'cites: []'), '', /at least one source/],
    ['a date that is none', edited('"2026-07-23"', '"soon"'), '"soon"', /checkedOn/],
    ['two rules of one id', edited('- id: A-SPECIAL', '- id: A-SAFEGUARD'), '', /another rule has this id/],
  ];
  for (const [title, text, part, what] of mistakes) {
    it(`names the line and what is wrong: ${title}`, () => {
      assert.throws(
        () => readPolicy(text, FILE),
        (error: unknown) => {
          assert.ok(error instanceof PolicyProblem);
          assert.match(error.message, new RegExp(`^${FILE}:\\d+: `));
          assert.match(error.message, what);
          if (typeof part === 'string' && part !== '' && title !== 'a misspelt key') {
            assert.ok(Math.abs(error.line - lineOf(text, part)) <= 1, `line ${error.line}, not ${lineOf(text, part)}`);
          }
          return true;
        },
      );
    });
  }

  it('says which use no rule decides', () => {
    const text = edited(/  - id: B-WORK\n(?: {4}.*\n)+/, '');
    assert.throws(() => readPolicy(text, FILE), /no rule decides whatsapp, (unknown|staff|personal), .*business/);
  });

  it('names a phrase of the lexicon that cannot be read', () => {
    const text = edited('- "@parent"', '- "@nobody"');
    assert.throws(() => readPolicy(text, FILE), /lexicon.*@nobody|@nobody/);
  });
});

describe('the uk-schools pack', () => {
  const policy = testPolicy();
  const lines = [
    ...Object.values(policy.reasons).map(({ text }) => text),
    ...Object.values(policy.alternatives).map(({ text }) => text),
    ...Object.values(policy.conditions).map(({ text }) => text),
    ...Object.values(policy.procedures).flatMap(({ steps }) => steps.map(({ text }) => text)),
    ...Object.values(policy.confirmations).flatMap(({ say, statements }) => [
      say,
      ...statements.map(({ text }) => text),
    ]),
    ...policy.rules.map(({ say }) => say),
    ...policy.schedule.flatMap(({ never }) => (never === null ? [] : [never.text])),
  ];

  it('speaks in sentences of under 20 words', () => {
    for (const line of lines) {
      for (const sentence of line.split(/[.?!](?:\s|$)/)) {
        assert.ok(sentence.split(/\s+/).filter(Boolean).length < 20, sentence);
      }
    }
  });

  it('never says illegal, please, sorry, simply or successfully', () => {
    for (const line of lines) assert.doesNotMatch(line, /\b(illegal|please|sorry|simply|successfully|utilise)\b/i);
  });

  it('keeps chips to 14 characters and purposes to 40', () => {
    const terms = [policy.apps, policy.audiences, policy.contents, policy.circumstances].flatMap((one) =>
      Object.values(one).map(({ label }) => label),
    );
    for (const label of terms) assert.ok(label.length <= 15, label);
    for (const { label } of policy.schedule) assert.ok(label.length <= 40, label);
    for (const { statements } of Object.values(policy.confirmations)) {
      for (const { text } of statements) assert.ok(text.length <= 45, text);
    }
  });

  it('claims no check that nobody made', () => {
    for (const [id, { status, checkedOn }] of Object.entries(policy.sources)) {
      assert.ok(checkedOn === null || status === 'seen', id);
    }
  });

  it('gives WhatsApp’s terms as a reason for WhatsApp alone', () => {
    assert.deepEqual(policy.reasons['R-TERMS']?.apps, ['whatsapp']);
  });

  it('moves nothing that is on the list of never', () => {
    for (const { id, days, never } of policy.schedule) assert.equal(never === null, days !== null, id);
    assert.ok(policy.schedule.filter(({ never }) => never !== null).length >= 11);
  });
});
