import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { verifyFolder } from '../../infra/verify.mjs';
import { drawsOf } from '../../src/audit/sample.js';
import { filesOf, headOf, inMemory, sampleLog, type Files } from './verify-support.js';

const NOTHING = { checkpoints: [], keys: [] } as const;
const FLIPS = 1000;

describe('verify.mjs, when one bit of an export is another', function () {
  this.timeout(60_000);
  let files: Files;
  before(async () => {
    const log = await sampleLog(40);
    // Few checkpoints make each check fast; every entry is covered by one, and the second key signs the last.
    files = filesOf({ ...log, notes: log.notes.filter((note) => [20, 27, 40].includes(headOf(note).size)) });
    assert.equal(verifyFolder(inMemory(files), NOTHING).exit, 10);
  });

  function exitWith(name: string, place: number): number {
    const bytes = Buffer.from(files.get(name)!);
    bytes[place >> 3]! ^= 1 << (place & 7);
    return verifyFolder(inMemory(new Map([...files, [name, bytes]])), NOTHING).exit;
  }

  it(`finds each of ${FLIPS} that were drawn over all files`, () => {
    const seed = Number(process.env['REGROUP_SEED'] ?? Date.now() % 2 ** 31);
    const draw = drawsOf(seed);
    const all = [...files].map(([name, bytes]) => ({ name, bits: bytes.length * 8 }));
    const total = all.reduce((sum, { bits }) => sum + bits, 0);
    for (let n = 0; n < FLIPS; n += 1) {
      let place = draw(total);
      const { name } = all.find(({ bits }) => (place < bits ? true : ((place -= bits), false)))!;
      assert.ok(exitWith(name, place) >= 20, `bit ${place} of ${name} (REGROUP_SEED=${seed})`);
    }
  });

  for (const name of ['keys.txt', 'checkpoints/000003.txt']) {
    it(`finds every one of ${name}`, () => {
      const { length } = files.get(name)!;
      for (let place = 0; place < length * 8; place += 1) assert.ok(exitWith(name, place) >= 20, `bit ${place}`);
    });
  }

  it('finds every one in the line of a redacted entry', () => {
    const lines = files.get('log.jsonl')!.toString('latin1').split('\n');
    const line = lines[14]!;
    assert.match(line, /"redacted":true/);
    const from = lines.slice(0, 14).join('\n').length + 1;
    for (let place = from * 8; place <= (from + line.length) * 8 + 7; place += 1)
      assert.ok(exitWith('log.jsonl', place) >= 20, `bit ${place - from * 8}`);
  });

  it('finds one in the verifier itself, by the hash beside it', () => {
    const verifier = readFileSync(new URL('../../infra/verify.mjs', import.meta.url));
    const sums = Buffer.from(`${createHash('sha256').update(verifier).digest('hex')}  verify.mjs\n`);
    const whole: Files = new Map([...files, ['verify.mjs', verifier], ['SHA256SUMS', sums]]);
    assert.equal(verifyFolder(inMemory(whole), NOTHING).exit, 10);
    for (const name of ['verify.mjs', 'SHA256SUMS']) {
      const bytes = Buffer.from(whole.get(name)!);
      bytes[20]! ^= 4;
      assert.equal(verifyFolder(inMemory(new Map([...whole, [name, bytes]])), NOTHING).exit, 20);
    }
  });
});
