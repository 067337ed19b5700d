import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { DEFAULT_PACK, listOfFiles, openPolicy, packFiles, type Read } from '../../src/guidance/files.js';
import { mergePolicy, PolicyProblem } from '../../src/guidance/policy.js';
import { laidOver } from '../support/packs.js';
import { testPolicy } from '../support/policy.js';

/** Files that are nowhere; any other is looked for on the disk by nobody. */
function folder(files: Readonly<Record<string, string>>): Read {
  const texts = new Map(Object.entries(files).map(([name, text]) => [resolve('/o', name), text]));
  const pack = packFiles([DEFAULT_PACK])[0]?.text ?? '';
  texts.set(DEFAULT_PACK, pack);
  return (file) => {
    const text = texts.get(resolve(file));
    if (text === undefined) throw Object.assign(new Error(`no ${file}`), { code: 'ENOENT' });
    return text;
  };
}

const names = (files: readonly string[], read: Read) => packFiles(files, read).map(({ file }) => file);

describe('packFiles()', () => {
  const read = folder({
    'own.yaml': 'extends: uk-schools',
    'site.yaml': 'extends: own.yaml',
    'more.yaml': 'title: More',
    'round.yaml': 'extends: other.yaml',
    'other.yaml': 'extends: ./round.yaml',
    'lost.yaml': 'title: x\nextends: nowhere',
    'wrong.yaml': 'extends: [uk-schools]',
  });

  it('takes the files in the order in which they are listed', () => {
    assert.deepEqual(names([DEFAULT_PACK, '/o/more.yaml'], read), [DEFAULT_PACK, '/o/more.yaml']);
  });

  it('puts first what a file extends, and that once', () => {
    assert.deepEqual(names(['/o/site.yaml'], read), [DEFAULT_PACK, '/o/own.yaml', '/o/site.yaml']);
    assert.deepEqual(names([DEFAULT_PACK, '/o/own.yaml', '/o/site.yaml'], read), [
      DEFAULT_PACK,
      '/o/own.yaml',
      '/o/site.yaml',
    ]);
  });

  for (const [file, line, what] of [
    ['round.yaml', 1, /circle/],
    ['lost.yaml', 2, /extends: cannot be read \(ENOENT\)/],
    ['wrong.yaml', 1, /is not the name of a pack/],
  ] as const) {
    it(`names the line of ${file}`, () => {
      assert.throws(
        () => packFiles([`/o/${file}`], read),
        (error) => error instanceof PolicyProblem && error.line === line && what.test(error.message),
      );
    });
  }

  it('lets the error of a listed file through', () => {
    assert.throws(() => packFiles(['/o/none.yaml'], read), { code: 'ENOENT' });
  });
});

describe('listOfFiles()', () => {
  it('takes files with commas between, and the pack that ships when there is none', () => {
    assert.deepEqual(listOfFiles('a.yaml, b.yaml ,'), ['a.yaml', 'b.yaml']);
    for (const empty of ['', ' ', ',']) assert.deepEqual(listOfFiles(empty), [DEFAULT_PACK]);
  });
});

describe('an overlay', () => {
  const open = (text: string) => mergePolicy(laidOver(text));
  const base = testPolicy();

  it('changes a setting, and with it the version', () => {
    const policy = open('settings: { tripBackup: true, regulator: Information Commission }');

    assert.equal(policy.settings.tripBackup, true);
    assert.equal(policy.settings.emergencyBackup, false);
    assert.notEqual(policy.hash, base.hash);
    assert.ok(policy.procedures['P-BREACH']?.steps.some(({ text }) => text.includes('The Information Commission may')));
  });

  it('has the hash of the pack when it changes nothing', () => {
    assert.equal(open('extends: uk-schools').hash, base.hash);
  });

  it('changes a rule by its id, field by field, where it stands', () => {
    const policy = open('rules:\n  - id: B-WORK\n    say: Do not.');
    const n = base.rules.findIndex(({ id }) => id === 'B-WORK');

    assert.deepEqual(policy.rules[n], { ...base.rules[n], say: 'Do not.' });
    assert.equal(policy.rules.length, base.rules.length);
  });

  it('changes a reason by its id, and leaves what it does not say', () => {
    const policy = open('reasons: { R-SAR: { text: people can ask for them. } }');

    assert.deepEqual(policy.reasons['R-SAR'], { ...base.reasons['R-SAR'], text: 'people can ask for them.' });
  });

  it('adds a rule at the end, or before another one', () => {
    const text = (before: string) =>
      `rules:\n  - { id: X, ${before}title: T, when: { app: [teams] }, verdict: allowed, say: Yes., reasons: [R-GOVERNED], instead: [], conditions: [], confirmation: null }`;

    assert.equal(open(text('')).rules.at(-1)?.id, 'X');
    const ids = open(text('before: F-STAFF, ')).rules.map(({ id }) => id);
    assert.equal(ids.indexOf('X') + 1, ids.indexOf('F-STAFF'));
  });

  it('moves a rule that is there', () => {
    const ids = open('rules:\n  - { id: B-WORK, before: A-SPECIAL }').rules.map(({ id }) => id);
    assert.equal(ids.indexOf('B-WORK') + 1, ids.indexOf('A-SPECIAL'));
    assert.equal(ids.filter((id) => id === 'B-WORK').length, 1);
  });

  it('leaves out rules, texts and purposes', () => {
    const policy = open('without: [U-TRIP, trip, K-NODIS, I-TRIP, T-PTA]');
    const left = [policy.rules, policy.schedule].flatMap((one) => one.map(({ id }) => id));

    assert.ok(!left.includes('U-TRIP') && !left.includes('T-PTA'));
    assert.ok(!('trip' in policy.confirmations) && !('K-NODIS' in policy.conditions));
  });

  it('cannot leave out a facet or a setting', () => {
    assert.throws(() => open('without: [signal]'), /signal does not exist/);
    assert.throws(() => open('without: [tripBackup]'), /tripBackup does not exist/);
  });

  it('adds words, and takes none away', () => {
    const { lexicon } = open('lexicon: { contents: { hr: [grievance meeting] }, words: { pupil: [scholars] } }');

    assert.deepEqual(lexicon.contents.hr, [...(base.lexicon.contents.hr ?? []), 'grievance meeting']);
    assert.deepEqual(lexicon.words['pupil'], [...(base.lexicon.words['pupil'] ?? []), 'scholars']);
  });

  it('says of its words in which line they are wrong, however many stand below', () => {
    const text = 'lexicon:\n  danger:\n    - all is well\n    - "@nobody"';
    assert.throws(() => open(text), /^PolicyProblem: own\.yaml:4: lexicon\.danger\.\d+: /);
  });

  it('is laid over others in order: the last one counts', () => {
    const files = [
      ...laidOver('settings: { sector: firm, lead: Head }'),
      { file: 'two.yaml', text: 'settings: { sector: independent }' },
    ];
    const { settings } = mergePolicy(files);
    assert.deepEqual([settings.sector, settings.lead], ['independent', 'Head']);
    assert.throws(
      () => mergePolicy([...laidOver('settings: { sector: none }'), { file: 'two.yaml', text: 'title: Two' }]),
      /own\.yaml:1: settings\.sector/,
    );
  });

  it('cannot open what is refused: the mistake is the overlay’s', () => {
    const files = laidOver('title: Ours\nrules:\n  - id: A-SPECIAL\n    verdict: conditional');
    assert.throws(
      () => mergePolicy(files),
      /^PolicyProblem: own\.yaml:3: rules\.\d+\.confirmation: a yes for a private/,
    );
  });

  it('is read from the files that are set', () => {
    const read = folder({ 'own.yaml': 'extends: uk-schools\nsettings: { sector: independent }' });
    assert.equal(openPolicy(['/o/own.yaml'], read).settings.sector, 'independent');
  });
});
