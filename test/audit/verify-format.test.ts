import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { evidenceOf, isCanonical, verifyFolder, EXIT } from '../../infra/verify.mjs';
import { canonical, commitmentIn } from '../../src/audit/log.js';
import type { AuditEvent, Entry } from '../../src/audit/entry.js';
import { openNote, readKey } from '../../src/audit/note.js';
import { leafHash } from '../../src/audit/tree.js';
import { headOf, inMemory, rootOf, type Files } from './verify-support.js';

const DOC = readFileSync(new URL('../../docs/log-format.md', import.meta.url), 'utf8');

/** The blocks of the page that bear a name. */
const BLOCKS = new Map(
  [...DOC.matchAll(/^```(?:text|jsonl) (\S+)\n([^]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]),
);
const block = (name: string): string => {
  const text = BLOCKS.get(name);
  assert.ok(text !== undefined, `the page has no ${name}`);
  return text;
};
const filesOf = (...names: readonly string[]): Files => new Map(names.map((name) => [name, Buffer.from(block(name))]));
const entriesIn = (name: string) =>
  block(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
/** What stands in the table row that begins so. */
const cell = (start: string): string =>
  DOC.split('\n')
    .find((line) => line.startsWith(`| ${start} `))
    ?.split('`')
    .at(-2) ?? '';

const SIGNED = ['checkpoints/000001.txt', 'checkpoints/000002.txt', 'keys.txt'] as const;

describe('docs/log-format.md', () => {
  it('shows a log that the verifier finds intact, and anchored with the key', () => {
    const folder = inMemory(filesOf('log.jsonl', 'leaves.txt', ...SIGNED));
    const alone = verifyFolder(folder, { checkpoints: [], keys: [] });
    assert.deepEqual([alone.state, alone.entries, alone.findings], ['intact-not-anchored', 5, []]);
    assert.deepEqual(alone.redactions, [{ seq: 1, entry: 3, kind: 'person', why: 'erasure-request' }]);
    const anchored = verifyFolder(folder, { checkpoints: [], keys: [block('keys.txt').trim()] });
    assert.deepEqual([anchored.state, anchored.anchored], ['intact-anchored', 5]);
  });

  it('shows a part that the verifier finds intact, and anchored with the older checkpoint', () => {
    const folder = inMemory(filesOf('proofs.jsonl', 'consistency.jsonl', ...SIGNED));
    const held = { name: 'held.txt', text: block('checkpoints/000001.txt') };
    const report = verifyFolder(folder, { checkpoints: [held], keys: [] });
    assert.deepEqual([report.state, report.entries, report.findings], ['intact-anchored', 2, []]);
  });

  it('shows the roots that come out of the entries', () => {
    const entries = entriesIn('log.jsonl');
    for (let size = 0; size <= entries.length; size += 1)
      assert.equal(cell(String(size)), rootOf(entries.slice(0, size)).toString('hex'), `of ${size}`);
  });

  it('shows the canonical bytes, the commitment and the leaf of an entry', () => {
    const text = block('canonical-2').trimEnd();
    const entry = entriesIn('log.jsonl')[2];
    assert.ok(entry !== undefined && 'canonical' in entry);
    assert.equal(entry.canonical, text);
    assert.ok(isCanonical(text));
    const event = JSON.parse(text) as AuditEvent;
    assert.equal(canonical({ ...event, when: new Date(event.when) }), text);
    assert.equal(cell('salt'), entry.salt);
    assert.equal(cell('commitment = SHA-256(salt ‖ canonical)'), commitmentIn(entry).toString('hex'));
    assert.equal(cell('leaf = SHA-256(0x00 ‖ commitment)'), leafHash(commitmentIn(entry)).toString('hex'));
  });

  it('shows an entry before it was redacted, with the same leaf', () => {
    const [whole] = entriesIn('entry-1');
    const redacted = entriesIn('log.jsonl')[1];
    assert.ok(whole !== undefined && redacted !== undefined);
    assert.deepEqual(commitmentIn(whole), commitmentIn(redacted));
  });

  it('shows checkpoints that the bot itself opens with the key', () => {
    const key = readKey(block('keys.txt').trim());
    for (const [name, size] of [
      ['checkpoints/000001.txt', 3],
      ['checkpoints/000002.txt', 5],
    ] as const) {
      const note = block(name);
      assert.deepEqual(openNote(note, [key]).by, [key]);
      assert.equal(headOf(note).size, size);
      assert.deepEqual(headOf(note).root, rootOf(entriesIn('log.jsonl').slice(0, size)));
    }
  });

  it('has every exit code of the verifier', () => {
    const codes = [...DOC.matchAll(/^\| (\d+) \| (?:intact|altered|truncated|forked|key|cannot)/gm)].map(([, code]) =>
      Number(code),
    );
    assert.deepEqual(
      codes.sort((a, b) => a - b),
      Object.values(EXIT).sort((a, b) => a - b),
    );
  });

  it('says how evidence is named', () => {
    const files = filesOf('log.jsonl', ...SIGNED).set('keys.txt', Buffer.from(''));
    assert.match(
      evidenceOf(verifyFolder(inMemory(files), { checkpoints: [], keys: [] })).name,
      /^evidence-[0-9a-f]{16}\.json$/,
    );
    assert.match(DOC, /`evidence-….json`/);
  });
});
