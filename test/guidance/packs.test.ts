import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { packFiles } from '../../src/guidance/files.js';
import { findingsIn, readAloud } from '../../src/guidance/findings.js';
import { inspect } from '../../src/guidance/inspect.js';
import { gradeOf, sentencesOf, wordsOf } from '../../src/guidance/reading.js';
import { SWITCHES } from '../../src/guidance/settings.js';
import { laidOver, packAt, PACKS } from '../support/packs.js';
import { testPolicy } from '../support/policy.js';

const TODAY = '2026-11-25';

describe('every policy that ships', function () {
  this.timeout(30_000);

  it('is there', () => {
    assert.deepEqual(PACKS.map((file) => basename(file)).sort(), [
      'financial-services.yaml',
      'uk-health.yaml',
      'uk-public-sector.yaml',
      'uk-schools.yaml',
    ]);
  });

  for (const file of PACKS) {
    const name = basename(file, '.yaml');
    it(`${name} has nothing to mend, whatever is switched on`, () => {
      const { policy, problems } = inspect(packFiles([file]), TODAY);
      assert.deepEqual(
        problems.map(({ message }) => message),
        [],
      );
      assert.equal(policy?.id, name);
      const all = { ...policy.settings, ...Object.fromEntries(SWITCHES.map((one) => [one, true])) };
      const decisions = SWITCHES.map((setting) => ({ setting, on: TODAY, by: 'dpo', why: 'We assessed it.' }));
      assert.deepEqual(findingsIn({ ...policy, settings: all, decisions }, TODAY), []);
    });

    it(`${name} has everything switched off, and can be read by staff`, () => {
      const policy = packAt(file);
      assert.deepEqual(
        SWITCHES.filter((one) => policy.settings[one]),
        [],
      );
      for (const rule of policy.rules) {
        const text = readAloud(rule, policy);
        assert.ok(gradeOf(text) <= 9, text);
        for (const sentence of sentencesOf(text)) assert.ok(wordsOf(sentence).length <= 20, sentence);
      }
      assert.doesNotMatch(
        JSON.stringify({ ...policy, lexicon: null }),
        /\billegal|\{(?:regulator|organisation|lead)\}/i,
      );
    });

    it(`${name} is ${name === 'uk-schools' ? 'proposed' : 'a draft that says so'}`, () => {
      assert.equal(packAt(file).status, name === 'uk-schools' ? 'proposed' : 'draft, not reviewed');
    });
  }

  it('speaks of the organisation in its own word', () => {
    const say = (file: string) => packAt(file).rules.find(({ id }) => id === 'A-SPECIAL')?.say ?? '';
    const found = PACKS.map((file) => /This is a (\w+) rule/.exec(say(file))?.[1]);
    assert.deepEqual(found.sort(), ['council', 'firm', 'school', 'trust']);
  });
});

/** A rule of an overlay that is right but for what a test gets wrong. */
function rule(id: string, when: string, changes: Readonly<Record<string, string>> = {}): string {
  const fields = {
    title: 'Ours',
    when,
    verdict: 'not-allowed',
    say: 'Do not do this.',
    reasons: '[R-RECORDS]',
    instead: '[I-TEAMS]',
    conditions: '[]',
    confirmation: 'null',
    ...changes,
  };
  return [`  - id: ${id}`, ...Object.entries(fields).map(([key, value]) => `    ${key}: ${value}`)].join('\n');
}

describe('regroup policy check', function () {
  this.timeout(30_000);

  /** What is wrong, the overlay that has it wrong, a part of the line that it is on, and what is said. */
  const mistakes: readonly (readonly [string, string, string, RegExp])[] = [
    [
      'a rule that never decides',
      `rules:\n${rule('X-DEAD', '{ app: [whatsapp], audience: [parents], content: [logistics] }')}`,
      'X-DEAD',
      /X-DEAD never decides anything/,
    ],
    [
      'something open that nobody decided',
      'settings:\n  tripBackup: true',
      'tripBackup',
      /settings\.tripBackup: is on, and decisions does not say/,
    ],
    [
      'a decision by somebody’s name',
      'decisions:\n  - setting: tripBackup\n    on: 2026-11-20\n    by: Ann Example\n    why: It is needed.',
      'by: Ann',
      /decisions\.0\.by: is not a role/,
    ],
    [
      'a source past its review',
      'sources:\n  WA-TOS-UK:\n    checkedOn: "2024-01-01"',
      'checkedOn',
      /sources\.WA-TOS-UK\.checkedOn: was to be looked at again by 2024-12-31/,
    ],
    [
      'a source past its own date',
      'sources:\n  KCSIE:\n    reviewBy: "2026-09-01"',
      'reviewBy',
      /sources\.KCSIE\.reviewBy: was to be looked at again by 2026-09-01/,
    ],
    [
      'a reason without a source',
      'reasons:\n  R-FOI:\n    cites: []',
      'cites',
      /R-FOI\.cites: a reason names at least one/,
    ],
    [
      'a reason that nothing uses',
      'reasons:\n  R-NEW: { lead: New, text: this is new., apps: [], cites: [KCSIE] }',
      'R-NEW',
      /reasons\.R-NEW: is used nowhere/,
    ],
    [
      'an alternative that nothing uses',
      'alternatives:\n  I-NEW: { lead: New, text: do it. }',
      'I-NEW',
      /I-NEW: is used nowhere/,
    ],
    [
      'a condition that nothing uses',
      'conditions:\n  K-NEW: { lead: New, text: Keep to it. }',
      'K-NEW',
      /K-NEW: is used nowhere/,
    ],
    [
      'a confirmation that nothing uses',
      'confirmations:\n  new:\n    say: Tick it.\n    statements: [{ id: yes, text: It is true. }]',
      'new:',
      /confirmations\.new: is used nowhere/,
    ],
    [
      'a source that nothing cites',
      'sources:\n  NEW: { title: T, publisher: P, url: "https://example.org/", detail: d, status: seen, checkedOn: null }',
      'NEW',
      /sources\.NEW: is used nowhere/,
    ],
    [
      'a label too long for its chip',
      'apps:\n  signal: { label: Signal for staff }',
      'signal',
      /has 16 characters, and 15 fit/,
    ],
    [
      'a statement too long for its line',
      `confirmations:\n  trip:\n    statements:\n      - { id: a, text: ${'A word. '.repeat(7).trim()} }`,
      'id: a',
      /has 55 characters, and 45 fit/,
    ],
    [
      'a sentence that is too long',
      `reasons:\n  R-FOI:\n    text: ${'one two three four five six seven '.repeat(3).trim()}.`,
      'one two',
      /a sentence has 21 words, and 20 are the most/,
    ],
    ['a forbidden word', 'reasons:\n  R-FOI:\n    text: it is illegal.', 'illegal', /do not write “illegal”/],
    [
      'American spelling',
      'reasons:\n  R-FOI:\n    text: our organization knows.',
      'organization',
      /British spelling: “organisation”/,
    ],
    [
      'a name that nothing fills in',
      'reasons:\n  R-FOI:\n    text: the {regulater} may ask.',
      'regulater',
      /\{regulater\} is not filled in/,
    ],
    [
      'a text that is hard to read',
      'rules:\n  - id: A-CREDS\n    say: Unauthorised dissemination of confidential authentication information necessitates immediate remediation.',
      'Unauthorised',
      /reads at grade \d+\.\d, and 9 is the most/,
    ],
    [
      'an unconfirmed yes',
      'rules:\n  - id: B-SOCIAL\n    confirmation: null',
      'confirmation',
      /a yes for a private app needs a confirmation/,
    ],
    [
      'a yes for pupil data',
      'rules:\n  - id: U-APPROVED\n    when:\n      circumstance: [formally-approved]\n      onlyContent: [logistics, pupil-data]',
      'onlyContent',
      /a yes for a private app must not cover pupil-data/,
    ],
    [
      'a yes for anything, by a setting',
      `rules:\n${rule('X-ALL', '{ setting: tripBackup, app: [signal] }', { verdict: 'conditional', confirmation: 'trip' })}`,
      'when',
      /a yes for a private app must not cover pupil-data/,
    ],
    ['a use without a rule', 'without: [B-WORK]', '', /no rule decides whatsapp, .*business/],
    ['a setting that there is not', 'settings:\n  lowRisk: true', 'lowRisk', /settings\.lowRisk: is not a key/],
    [
      'a setting that is neither on nor off',
      'settings:\n  tripBackup: maybe',
      'maybe',
      /settings\.tripBackup: .*boolean/,
    ],
    ['a sector that there is not', 'settings:\n  sector: college', 'college', /settings\.sector: /],
    [
      'a reason for nobody abroad',
      `rules:\n${rule('X-EEA', '{ app: [whatsapp], content: [business] }', { reasons: '[R-TERMS]' })}`,
      'reasons',
      /no reason holds for whatsapp \(eea/,
    ],
    [
      'an id to leave out that there is not',
      'without:\n  - B-NOWHERE',
      'B-NOWHERE',
      /without\.0: B-NOWHERE does not exist/,
    ],
    [
      'a place that there is not',
      `rules:\n${rule('X', '{ app: [teams] }')}\n    before: B-NOWHERE`,
      'before',
      /B-NOWHERE does not exist/,
    ],
    ['an unknown reason', 'rules:\n  - id: B-WORK\n    reasons: [R-TERM]', 'R-TERM', /R-TERM does not exist/],
    [
      'a key of a new rule that is missing',
      'rules:\n  - id: X-NEW\n    title: New',
      'X-NEW',
      /^own\.yaml:2: rules\.\d+\./,
    ],
    ['a phrase that cannot be read', 'lexicon:\n  contents:\n    hr: ["@nobody"]', '@nobody', /@nobody/],
    ['bad YAML', 'rules: [', '', /./],
  ];
  for (const [title, text, part, what] of mistakes) {
    it(`names file, line and key: ${title}`, () => {
      const { problems } = inspect(laidOver(text), TODAY);
      const messages = problems.map(({ message }) => message);
      const found = problems.find(({ message }) => what.test(message));
      assert.ok(found, messages.join('\n'));
      if (part === '') return;
      const line = text.slice(0, text.indexOf(part)).split('\n').length;
      assert.equal(`${found.file}:${found.line}`, `own.yaml:${line}`);
    });
  }

  it('finds several mistakes at once, in the order of their lines', () => {
    const text =
      'reasons:\n  R-FOI: { text: it is illegal. }\n  R-EXAM: { text: sorry. }\nsettings: { regulator: ICO }';
    const { problems } = inspect(laidOver(text), TODAY);
    assert.deepEqual(
      problems.map(({ line, key }) => [line, key]),
      [
        [2, 'reasons.R-FOI.text'],
        [3, 'reasons.R-EXAM.text'],
      ],
    );
  });

  it('counts the sources that nobody has checked, and takes them for no mistake', () => {
    const { unchecked, problems } = inspect(laidOver('sources: { KCSIE: { checkedOn: "2026-11-01" } }'), TODAY);
    const before = Object.values(testPolicy().sources).filter(({ checkedOn }) => checkedOn === null).length;
    assert.equal(unchecked, before - 1);
    assert.deepEqual(problems, []);
  });

  it('has no source run out on the last day of its year', () => {
    const text = 'sources: { KCSIE: { checkedOn: "2025-11-25" } }';
    assert.deepEqual(inspect(laidOver(text), '2026-11-25').problems, []);
    assert.equal(inspect(laidOver(text), '2026-11-26').problems.length, 1);
  });
});
