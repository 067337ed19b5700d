import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * That nothing changes without an entry is seen where it happens: test/conversation/entries.test.ts presses every button, as whoever may
 * and as a stranger; test/commands/entries.test.ts runs every command; and tests of runs give them a store that refuses to change a
 * record of ours without an entry (`alwaysRecorded`). This sees that none of them is left out, from the code itself.
 */
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCES = filesIn('src');
const TESTS = filesIn('test').filter((file) => !/^test\/(e2e|kill)\/|^test\/completeness/.test(file));

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.split(sep).join('/')}`)
    .filter((file) => file.endsWith('.ts'));
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Names that a pattern finds in our own files, but not in the edges, which carry runs and have none of their own. */
function found(pattern: RegExp, inside: (file: string) => boolean): readonly string[] {
  return SOURCES.filter(inside).flatMap((file) => [...textOf(file).matchAll(pattern)].map(([, name]) => name ?? ''));
}

/** Whether a test calls it with a store that refuses to change anything without an entry. */
function isWatched(name: string): boolean {
  const call = new RegExp(`\\b${name}\\(`);
  return TESTS.map(textOf).some((text) => call.test(text) && text.includes('alwaysRecorded('));
}

const core = (file: string) => !/^src\/(edges|join|demo|commands)\//.test(file);
/** Whatever is carried by the workflow library: it is given the library's verbs. */
const RUNS = found(/^export (?:async )?function (\w+)\(\s*durable: Durable,/gm, core).filter(
  (name) => name !== 'newRun',
);
/** Whatever the bot does again and again without a run. */
const ROUNDS = found(/\bawait (tend\w+)\(/gm, (file) => file.startsWith('src/join/'));

describe('nothing changes without an entry', () => {
  it('in any run that the bot carries', () => {
    assert.ok(RUNS.length >= 6, `only ${RUNS.join(', ')}`);
    assert.deepEqual(
      RUNS.filter((name) => !isWatched(name)),
      [],
    );
  });

  it('in any round that it makes', () => {
    assert.deepEqual(ROUNDS, ['tendHistory']);
    assert.ok(ROUNDS.every(isWatched));
  });

  it('and every run that is there is carried', () => {
    const joined = ['src/join.ts', 'src/join/evidence.ts'].map(textOf).join('\n');
    for (const name of RUNS) assert.match(joined, new RegExp(`\\b${name}\\(durable`), `nobody carries ${name}`);
  });

  it('where somebody is refused: a refusal is said in one place, which records it, or shows less than was asked for', () => {
    const SAYING = /^ +kind: 'refused',$|return \{ kind: 'refused', \.\.\.words \}|^ +\{ kind: 'refused', why/gm;
    const places = SOURCES.filter((file) => /^src\/(conversation|edges\/teams)\//.test(file)).filter((file) =>
      new RegExp(SAYING.source, 'm').test(textOf(file)),
    );
    // An answer that others would read is not shown to them; nothing was asked for that its asker may not have.
    const showLess = ['src/conversation/asker.ts', 'src/edges/teams/shared.ts'];
    const recording = ['src/conversation/refusal.ts', 'src/edges/teams/pressed.ts'];
    assert.deepEqual(
      places.filter((file) => !showLess.includes(file)),
      recording,
    );
    for (const file of recording) assert.match(textOf(file), /'access\.refused'|noteRefusal\(/);
  });

  it('and everything that the documentation of an entry names is recorded somewhere', () => {
    const kinds = [
      'src/audit/entry.ts',
      'src/audit/evidence-details.ts',
      'src/audit/history-details.ts',
      'src/audit/log-details.ts',
    ].flatMap((file) => [...textOf(file).matchAll(/^ {2}'([a-z]+\.[a-z-]+)': /gm)].map(([, kind]) => kind ?? ''));
    assert.ok(kinds.length >= 70, `only ${kinds.length}`);
    const others = SOURCES.filter((file) => !/^src\/(audit\/(entry|phrases|\w+-details)|demo\/)/.test(file)).map(
      textOf,
    );
    const silent = kinds.filter((kind) => !others.some((text) => text.includes(`'${kind}'`)));
    // Nobody can register a group yet without moving it.
    assert.deepEqual(
      silent.filter((kind) => kind !== 'group.registered'),
      [],
    );
  });
});
