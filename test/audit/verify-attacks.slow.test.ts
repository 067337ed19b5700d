import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCheckpoint } from '../../src/audit/checkpoint.js';
import type { Entry } from '../../src/audit/entry.js';
import { commitmentIn } from '../../src/audit/log.js';
import { signNote, type Signer } from '../../src/audit/note.js';
import { passingSigner } from '../../src/audit/sample-log.js';
import {
  filesOf,
  headOf,
  keyOf,
  leafOf,
  onDisk,
  ORIGIN,
  renumbered,
  rewritten,
  rootOf,
  sampleLog,
  signedAnew,
  spawned,
  type Files,
  type Log,
  VERIFIER,
} from './verify-support.js';

const COUNT = 200;
const ALTER = (text: string) => text.replace('"when":"2026-', '"when":"2025-');
const LATER = (text: string) => text.replace(/"subjectId":"[^"]*"/, '"subjectId":"somebody-else"');

/** Each attack is tried on the verifier in a process of its own, as an auditor would. */
describe('verify.mjs', function () {
  let log: Log;
  let folder: string;
  before(async () => {
    log = await sampleLog(COUNT);
    folder = mkdtempSync(join(tmpdir(), 'regroup-held-'));
  });
  const dirs: string[] = [];
  after(() => {
    for (const dir of [...dirs, folder]) rmSync(dir, { recursive: true, force: true });
  });

  function check(files: Files, ...args: readonly string[]) {
    const dir = onDisk(files);
    dirs.push(dir);
    return { ...spawned(dir, ...args), dir };
  }

  /** A checkpoint as the data protection officer has kept it. */
  function held(note: string | undefined): string {
    const file = join(folder, `held-${readdirSync(folder).length}.txt`);
    writeFileSync(file, note ?? '');
    return file;
  }

  function swapped(entries: readonly Entry[], a: number, b: number): Entry[] {
    const [one, other] = [entries[a]!, entries[b]!];
    return entries.map((entry, at) => (at === a ? other : at === b ? one : entry));
  }

  /** What an operator can do without the key: the log, its leaves and the roots in checkpoints are made to fit; signatures stay. */
  function rebuilt(entries: readonly Entry[]): Files {
    const files = filesOf({ ...log, entries });
    for (const [name, bytes] of files) {
      if (!name.startsWith('checkpoints/')) continue;
      const note = bytes.toString();
      const { size, time } = headOf(note);
      const text = writeCheckpoint({ origin: ORIGIN, size, root: rootOf(entries.slice(0, size)), time });
      files.set(name, Buffer.from(`${text}${note.slice(note.lastIndexOf('\n\n') + 1)}`));
    }
    return files;
  }

  const changed = (at: number) => log.entries.map((entry, seq) => (seq === at ? rewritten(entry, LATER) : entry));
  const bySize = (size: number): Signer => log.signers[size > 131 ? 1 : 0];

  describe('for a log that nobody touched', () => {
    it('says that it is intact and not anchored, and what would anchor it', () => {
      const { code, said, dir } = check(filesOf(log));
      assert.equal(code, 10);
      assert.match(said, /^intact, not anchored: 200 entries read, 11 of 11 checkpoints/);
      assert.match(said, /could have made all of it anew: give --checkpoint/);
      assert.deepEqual(
        readdirSync(dir).filter((name) => name.startsWith('evidence')),
        [],
      );
    });

    it('says which entries are redacted, and which entries say why', () => {
      assert.match(check(filesOf(log)).said, /^redacted: entry 70, as entry 150 says \(contact, erasure-request\)$/m);
    });

    for (const [title, args] of [
      ['the first key', () => ['--key', log.keys[0]!]],
      ['the key in use', () => ['--key', log.keys[1]!]],
      ['the last checkpoint', () => ['--checkpoint', held(log.notes.at(-1))]],
      ['an old checkpoint of the first key', () => ['--checkpoint', held(log.notes[1])]],
    ] as const) {
      it(`says that it is anchored, given ${title}`, () => {
        const { code, said } = check(filesOf(log), ...args());
        assert.equal(code, 0);
        assert.match(said, /^intact and anchored: 200 entries/);
        assert.match(said, /outside vouches for 200/);
      });
    }

    it('takes a key from a file', () => {
      const file = join(folder, 'key.txt');
      writeFileSync(file, `${log.keys[0]}\n`);
      assert.equal(check(filesOf(log), '--key', file).code, 0);
    });

    it('says that entries after the last checkpoint are vouched for by nobody', () => {
      const files = filesOf({ ...log, notes: log.notes.slice(0, -1) });
      const { code, said } = check(files, '--key', log.keys[0]!);
      assert.equal(code, 10);
      assert.match(said, /^20 entries from entry 180 on came after the last checkpoint/m);
    });

    it('does not take a checkpoint from within the folder for one from outside', () => {
      const dir = onDisk(filesOf(log));
      dirs.push(dir);
      const { code, said } = spawned(dir, '--checkpoint', join(dir, 'checkpoints/000011.txt'));
      assert.equal(code, 2);
      assert.match(said, /lies in the folder that is checked/);
    });

    it('does not take a key from within the folder for one from outside', () => {
      const dir = onDisk(filesOf({ ...log, keys: log.keys.slice(0, 1) }));
      dirs.push(dir);
      assert.equal(spawned(dir, '--key', join(dir, 'keys.txt')).code, 2);
    });

    it('works without the one-shot hash that Node has from 20.12 on', () => {
      const dir = onDisk(filesOf(log));
      dirs.push(dir);
      const older = `data:text/javascript,${encodeURIComponent("import crypto from 'node:crypto'; crypto.hash = undefined;")}`;
      const { status, stdout } = spawnSync(process.execPath, ['--import', older, VERIFIER, dir], {
        encoding: 'utf8',
        env: {},
      });
      assert.equal(status, 10);
      assert.match(stdout, /^intact, not anchored: 200 entries/);
    });

    it('names the one entry even when the key vouches', () => {
      const files = filesOf(log);
      files.set('log.jsonl', filesOf({ ...log, entries: changed(123) }).get('log.jsonl')!);
      assert.match(check(files, '--key', log.keys[0]!).said, /^altered at entry 123: /);
    });
  });

  describe('when an entry was altered', () => {
    it('names it', () => {
      const files = filesOf(log);
      files.set('log.jsonl', filesOf({ ...log, entries: changed(123) }).get('log.jsonl')!);
      const { code, said } = check(files);
      assert.equal(code, 20);
      assert.match(said, /^altered at entry 123: /);
      assert.match(said, /Entry 123: It is not what was recorded/);
    });

    it('names the stretch between two checkpoints when its hash was made to fit', () => {
      const { code, said } = check(filesOf({ ...log, entries: changed(123) }));
      assert.equal(code, 20);
      assert.match(said, /^altered between entry 120 and entry 130: /);
      assert.match(said, /The 120 entries before them are as they were signed/);
    });

    it('finds a time that was set to another year', () => {
      const files = filesOf({ ...log, entries: log.entries.map((e, n) => (n === 9 ? rewritten(e, ALTER) : e)) });
      assert.equal(check(files).code, 20);
    });

    it('keeps what was signed and what comes out, once, and never over something', () => {
      const { dir, said } = check(filesOf({ ...log, entries: changed(123) }));
      const [name = '', ...more] = readdirSync(dir).filter((file) => file.startsWith('evidence-'));
      assert.deepEqual(more, []);
      assert.ok(said.includes(name));
      const before = readFileSync(join(dir, name), 'utf8');
      const evidence = JSON.parse(before) as {
        signed: { note: string; size: number; root: string }[];
        computed: { size: number; root: string }[];
      };
      const at = (list: readonly { size: number; root: string }[]) => list.find(({ size }) => size === 131)?.root;
      assert.ok(evidence.signed.some(({ note }) => note === log.notes[5]));
      assert.match(at(evidence.signed) ?? '', /^[0-9a-f]{64}$/);
      assert.match(at(evidence.computed) ?? '', /^[0-9a-f]{64}$/);
      assert.notEqual(at(evidence.signed), at(evidence.computed));
      const again = spawned(dir);
      assert.match(again.said, /is in .* already/);
      assert.equal(readFileSync(join(dir, name), 'utf8'), before);
    });
  });

  describe('finds', () => {
    const insert = (entries: readonly Entry[], at: number) => [
      ...entries.slice(0, at),
      { ...entries[3]!, seq: at },
      ...entries.slice(at),
    ];
    const without = (at: number) => log.entries.filter((_, seq) => seq !== at);
    const cases: readonly [string, () => Files, number, RegExp][] = [
      ['an entry that was removed', () => filesOf({ ...log, entries: without(77) }), 20, /^altered at entry 77: /],
      [
        'an entry that was removed, with those after it renumbered',
        () =>
          new Map([
            ...filesOf(log),
            ['log.jsonl', filesOf({ ...log, entries: renumbered(without(77)) }).get('log.jsonl')!],
          ]),
        20,
        /^altered at entry 77: /,
      ],
      [
        'an entry that was removed, with everything made to fit but the signatures',
        () => filesOf({ ...log, entries: renumbered(without(77)) }),
        20,
        /^altered between entry 60 and entry 79: /,
      ],
      [
        'an entry that was put in',
        () => filesOf({ ...log, entries: insert(log.entries, 55) }),
        20,
        /^altered at entry 55: /,
      ],
      [
        'an entry that was put in, with those after it renumbered',
        () =>
          new Map([
            ...filesOf(log),
            ['log.jsonl', filesOf({ ...log, entries: renumbered(insert(log.entries, 55)) }).get('log.jsonl')!],
          ]),
        20,
        /^altered at entry 55: /,
      ],
      [
        'entries in another order',
        () => filesOf({ ...log, entries: swapped(log.entries, 30, 31) }),
        20,
        /^altered at entry 30: /,
      ],
      [
        'entries in another order, renumbered',
        () => filesOf({ ...log, entries: renumbered(swapped(log.entries, 30, 31)) }),
        20,
        /^altered between entry 20 and entry 39: /,
      ],
      [
        'salts that were swapped',
        () => {
          const [a, b] = [log.entries[40]!, log.entries[41]!];
          assert.ok('salt' in a && 'salt' in b);
          const entries = log.entries.map((e, n) =>
            n === 40 ? { ...a, salt: b.salt } : n === 41 ? { ...b, salt: a.salt } : e,
          );
          return new Map([...filesOf(log), ['log.jsonl', filesOf({ ...log, entries }).get('log.jsonl')!]]);
        },
        20,
        /^altered at entry 40: /,
      ],
      [
        'a tail that was cut off',
        () => filesOf({ ...log, entries: log.entries.slice(0, 190) }),
        21,
        /^truncated at entry 190: /,
      ],
      [
        'a tail that was cut off in the middle of a line',
        () => {
          const files = filesOf(log);
          return files.set('log.jsonl', files.get('log.jsonl')!.subarray(0, -200));
        },
        21,
        /^truncated at entry 199: /,
      ],
      ['a log of which nothing is left', () => filesOf({ ...log, entries: [] }), 21, /^truncated at entry 0: /],
      [
        'a tree rebuilt with the rights of the database, but not the key',
        () => rebuilt(changed(20)),
        20,
        /is not what the key \S+ signed: it was changed, or forged/,
      ],
      [
        'content that is gone without a word why',
        () => {
          const entries = log.entries.map((entry, seq): Entry => {
            if (seq !== 90) return entry;
            assert.ok('salt' in entry);
            return { seq, commitment: commitment(entry), redacted: true };
          });
          return filesOf({ ...log, entries });
        },
        20,
        /^altered at entry 90: [^]*Its content is gone, and no later entry says/,
      ],
      [
        'a checkpoint that was taken away',
        () => {
          const files = filesOf(log);
          files.delete('checkpoints/000004.txt');
          return files;
        },
        20,
        /A checkpoint is missing before checkpoints\/000005.txt/,
      ],
      [
        'the key in use replaced',
        () => filesOf({ ...log, keys: [log.keys[0]!, keyOf(passingSigner(ORIGIN))] }),
        23,
        /^key unknown: /,
      ],
      [
        'both keys replaced',
        () => filesOf({ ...log, keys: [0, 1].map(() => keyOf(passingSigner(ORIGIN))) }),
        23,
        /nothing here or from you says whose/,
      ],
      ['keys in another order', () => filesOf({ ...log, keys: log.keys.toReversed() }), 23, /^key unknown: /],
      [
        'a key too many',
        () => filesOf({ ...log, keys: [...log.keys, keyOf(passingSigner(ORIGIN))] }),
        23,
        /^key unknown: /,
      ],
      ['no keys at all', () => filesOf({ ...log, keys: [] }), 23, /^key unknown: /],
    ];
    for (const [title, files, code, words] of cases) {
      it(title, () => {
        const found = check(files());
        assert.equal(found.code, code, found.said);
        assert.match(found.said, words);
      });
    }

    it('a cut tail whose checkpoints were taken away too, by the one that somebody has kept', () => {
      const files = filesOf({ ...log, entries: log.entries.slice(0, 180), notes: log.notes.slice(0, -1) });
      assert.equal(check(files).code, 10);
      const { code, said } = check(files, '--checkpoint', held(log.notes.at(-1)));
      assert.equal(code, 21);
      assert.match(said, /^truncated at entry 180: /);
    });

    it('a checkpoint that somebody without the key has signed', async () => {
      const text = writeCheckpoint({
        origin: ORIGIN,
        size: 200,
        root: rootOf(changed(199)),
        time: headOf(log.notes.at(-1)!).time,
      });
      const stranger = passingSigner(ORIGIN);
      const posing: Signer = { ...stranger, key: log.signers[1].key };
      for (const [signer, code] of [
        [stranger, 23],
        [posing, 20],
      ] as const) {
        const notes = [...log.notes.slice(0, -1), await signNote(text, [signer])];
        assert.equal(check(filesOf({ ...log, entries: changed(199), notes })).code, code);
      }
    });

    it('a checkpoint signed with a key that was out of use', async () => {
      const notes = await signedAnew(log.entries, log.notes, (size) => (size === 200 ? log.signers[0] : bySize(size)));
      const { code, said } = check(filesOf({ ...log, notes }));
      assert.equal(code, 23);
      assert.match(said, /which was out of use by then/);
    });
  });

  describe('when the whole tree was rebuilt by somebody who has the key', () => {
    it('never says that it is anchored by itself, and finds the fork with a checkpoint that somebody has kept', async () => {
      const entries = changed(20);
      const files = filesOf({ ...log, entries, notes: await signedAnew(entries, log.notes, bySize) });
      const alone = check(files);
      assert.equal(alone.code, 10);
      assert.doesNotMatch(alone.said, /intact and anchored/);
      for (const note of [log.notes[1], log.notes.at(-1)]) {
        const { code, said } = check(files, '--checkpoint', held(note));
        assert.equal(code, 22);
        assert.match(said, /^forked: [^]*Two histories were signed/);
      }
    });

    it('does not mind a checkpoint from before the entry that was changed, but anchors nothing by luck', async () => {
      const entries = changed(150);
      const files = filesOf({ ...log, entries, notes: await signedAnew(entries, log.notes, bySize) });
      assert.equal(check(files, '--checkpoint', held(log.notes.at(-1))).code, 22);
    });
  });

  describe('when everything was signed with other keys', () => {
    async function impostor(): Promise<Files> {
      const other = await sampleLog(COUNT);
      const entries = other.entries.map((entry, seq) => (seq === 33 ? rewritten(entry, LATER) : entry));
      const notes = await signedAnew(entries, other.notes, (size) => other.signers[size > 131 ? 1 : 0]);
      return filesOf({ ...other, entries, notes });
    }

    it('never says that it is anchored by itself', async () => {
      assert.equal(check(await impostor()).code, 10);
    });

    it('does not know the key that was given, nor that of a checkpoint that somebody has kept', async () => {
      const files = await impostor();
      for (const args of [
        ['--key', log.keys[0]!],
        ['--checkpoint', held(log.notes.at(-1))],
      ]) {
        const { code, said } = check(files, ...args);
        assert.equal(code, 23, said);
      }
    });
  });

  it('does not follow to a new key that no checkpoint of the old one covers', async () => {
    const rotation = 130;
    const notes = log.notes.filter((note) => headOf(note).size !== rotation + 1);
    const { code, said } = check(filesOf({ ...log, notes }), '--key', log.keys[0]!);
    assert.equal(code, 23);
    assert.match(said, /No checkpoint of a key that you can trust covers the entry that names it/);
  });

  describe('when two people were served two logs', () => {
    it('finds the fork with the checkpoint of the one in the log of the other', async () => {
      const entries = changed(150);
      const notes = await signedAnew(entries, log.notes, bySize);
      const [one, two] = [check(filesOf(log)), check(filesOf({ ...log, entries, notes }))];
      assert.deepEqual([one.code, two.code], [10, 10]);
      const last = 'checkpoints/000011.txt';
      for (const [mine, yours] of [
        [one, two],
        [two, one],
      ] as const) {
        const { code, said } = spawned(mine.dir, '--checkpoint', join(yours.dir, last));
        assert.equal(code, 22);
        assert.match(said, /are both over 200 entries, and differ|fits this log/);
      }
    });

    it('finds it in one folder that has both checkpoints', async () => {
      const entries = changed(150);
      const [last] = await signedAnew(entries, log.notes.slice(-1), bySize);
      assert.equal(check(filesOf({ ...log, notes: [...log.notes, last!] })).code, 22);
    });
  });

  describe('when the clock was moved back', () => {
    async function withTime(seq: number, when: string): Promise<Files> {
      const entries = log.entries.map((entry, at) =>
        at === seq ? rewritten(entry, (text) => text.replace(/"when":"[^"]*"/, `"when":"${when}"`)) : entry,
      );
      return filesOf({ ...log, entries, notes: await signedAnew(entries, log.notes, bySize) });
    }

    it('names an entry whose time is before that of entries and checkpoints before it', async () => {
      const { code, said } = check(await withTime(103, '2026-09-01T09:00:00.000Z'), '--key', log.keys[0]!);
      assert.equal(code, 20);
      assert.match(said, /^altered at entry 103: [^]*the clock went back/);
    });

    it('names an entry that claims to be later than a checkpoint that covers it', async () => {
      const { code, said } = check(await withTime(103, '2027-01-01T00:00:00.000Z'));
      assert.equal(code, 20);
      assert.match(said, /^altered at entry 10[34]: /);
    });

    it('allows for clocks that differ by a few minutes', async () => {
      const before = log.entries[102]!;
      assert.ok('canonical' in before);
      const { when } = JSON.parse(before.canonical) as { when: string };
      const files = await withTime(103, new Date(Date.parse(when) - 4 * 60_000).toISOString());
      assert.equal(check(files, '--key', log.keys[0]!).code, 0);
    });
  });

  it('refuses content that is not in canonical form, even when it was signed', async () => {
    for (const change of [
      (text: string) => text.replace(':', ': '),
      (text: string) => text.replace(/"what":("[^"]*"),"when":("[^"]*")/, '"when":$2,"what":$1'),
      (text: string) => text.replace('"who":"', '"who":"\\u0041'),
      (text: string) => text.replace('"details":{', '"details":{"zz":1,"aa":1.0,'),
    ]) {
      const entries = log.entries.map((entry, at) => (at === 64 ? rewritten(entry, change) : entry));
      const files = filesOf({ ...log, entries, notes: await signedAnew(entries, log.notes, bySize) });
      const { code, said } = check(files);
      assert.equal(code, 20);
      assert.match(said, /^altered at entry 64: [^]*not an event in canonical form/);
    }
  });

  describe('answers 2', () => {
    const cases: readonly [string, () => string[], RegExp][] = [
      ['without a folder', () => [], /Say node verify\.mjs DIR/],
      ['for a folder that is not there', () => [join(folder, 'nowhere')], /is not a folder/],
      ['for an empty folder', () => [mkdtempSync(join(folder, 'empty-'))], /There is no checkpoint/],
      [
        'for something that is no key',
        () => [onDisk(filesOf(log)), '--key', 'regroup/sandbox+123'],
        /is not a verifier key/,
      ],
      [
        'for a checkpoint that is not there',
        () => [onDisk(filesOf(log)), '--checkpoint', '/nowhere.txt'],
        /cannot be read \(ENOENT\)/,
      ],
      ['for an option that it does not have', () => [onDisk(filesOf(log)), '--trust'], /Say node verify\.mjs DIR/],
    ];
    for (const [title, args, words] of cases) {
      it(title, () => {
        const given = args();
        dirs.push(...given.slice(0, 1));
        const { code, said } = spawned(...given);
        assert.equal(code, 2);
        assert.match(said, words);
      });
    }
  });

  it('prints one object with --json', () => {
    const { said } = check(filesOf(log), '--json');
    const report = JSON.parse(said) as { state: string; entries: number; root: string; exit: number };
    assert.deepEqual([report.state, report.exit, report.entries], ['intact-not-anchored', 10, 200]);
    assert.equal(report.root, rootOf(log.entries).toString('hex'));
  });

  it('holds leaves that were changed against what was signed', () => {
    const files = filesOf(log);
    const lines = files.get('leaves.txt')!.toString().split('\n');
    lines[12] = leafOf(log.entries[13]!);
    files.set('leaves.txt', Buffer.from(lines.join('\n')));
    const { code, said } = check(files);
    assert.equal(code, 20);
    assert.match(said, /leaves\.txt was changed at line 13: the entry there is as it was signed/);
  });
});

function commitment(entry: Entry): string {
  return commitmentIn(entry).toString('hex');
}
