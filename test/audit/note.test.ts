import assert from 'node:assert/strict';
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import * as fc from 'fast-check';
import { originOf, readCheckpoint, writeCheckpoint, type Checkpoint } from '../../src/audit/checkpoint.js';
import { NoteProblem, noteKey, openNote, readKey, signNote, writeKey, type Signer } from '../../src/audit/note.js';

/** The key and the note of the tests of golang.org/x/mod/sumdb/note, where the format comes from. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNED = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
/** The example of c2sp.org/tlog-checkpoint. Its key is not published. */
const SOFA = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

/** An Ed25519 private key of these 32 bytes (RFC 8410). */
function privateKey(seed: Buffer): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
}

function signer(vkey: string, seed: Buffer): Signer {
  return { key: readKey(vkey), sign: async (text) => sign(null, text, privateKey(seed)) };
}

const peter = readKey(PETER);
const code = (expected: NoteProblem['code']) => (error: unknown) =>
  error instanceof NoteProblem && error.code === expected;

describe('signed notes', () => {
  it('read the published key and write it again', () => {
    assert.deepEqual([peter.name, peter.hash, writeKey(peter)], ['PeterNeumann', 'c74f20a3', PETER]);
  });

  it('open the published note', () => {
    assert.deepEqual(openNote(SIGNED, [peter]), { text: TEXT, by: [peter] });
  });

  it('sign as the reference does, byte for byte', async () => {
    assert.equal(await signNote(TEXT, [signer(PETER, PETER_SEED)]), SIGNED);
  });

  it('take no key with a character changed or a piece missing', () => {
    for (let from = 0; from < PETER.length; from += 1)
      for (let to = from + 1; to <= PETER.length; to += 1)
        if (to - from < PETER.length) assert.throws(() => readKey(PETER.slice(from, to)), code('malformed'));
    for (const wrong of [PETER.replace('ARpc', 'ZRpc'), PETER.replace('c74f', 'C74F'), `${PETER}=`, ` ${PETER}`])
      assert.throws(() => readKey(wrong), code('malformed'));
  });

  it('find every bit that was flipped in them', () => {
    const bytes = Buffer.from(SIGNED, 'utf8');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7));
      assert.throws(() => openNote(copy.toString('utf8'), [peter]), NoteProblem);
    }
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['without a signature', TEXT],
    ['without an empty line', SIGNED.replace('\n\n', '\n')],
    ['without its last line break', SIGNED.slice(0, -1)],
    ['with a carriage return', SIGNED.replace('problem,\n', 'problem,\r\n')],
    ['with a hyphen for the dash', SIGNED.replace('—', '-')],
    ['with another word in the signature line', SIGNED.replace('AM=\n', 'AM= x\n')],
    [
      'with too many signatures',
      `${TEXT}\n${SIGNED.split('\n').at(-2)}\n`.replace(/—.*\n/, (line) => line.repeat(101)),
    ],
  ];
  for (const [title, note] of malformed)
    it(`are not read ${title}`, () => assert.throws(() => openNote(note, [peter]), code('malformed')));

  it('count for nothing when nobody known has signed them', () => {
    const other = noteKey('PeterNeumann', Buffer.alloc(32, 1));
    assert.throws(() => openNote(SIGNED, [other]), code('key-unknown'));
    assert.throws(() => openNote(SIGNED, []), code('key-unknown'));
  });

  it('are rejected as a whole when one known key did not sign what they say', () => {
    const text = SIGNED.replace('answer', 'question');
    assert.throws(() => openNote(text, [peter]), code('forged'));
  });

  it('may carry signatures of others, and a text with empty lines', async () => {
    const seed = Buffer.alloc(32, 3);
    const raw = privateKey(seed);
    const publicKey = Buffer.from(String(raw.export({ format: 'jwk' }).x), 'base64url');
    const mine = noteKey('regroup/sandbox', publicKey);
    const signers = [signer(PETER, PETER_SEED), signer(writeKey(mine), seed)];
    const note = await signNote('one\n\ntwo\n', signers);
    assert.deepEqual(openNote(note, [mine]).by, [mine]);
    assert.deepEqual(openNote(note, [peter, mine]).by, [peter, mine]);
    assert.equal(openNote(note, [mine]).text, 'one\n\ntwo\n');
  });

  it('are not made of a text that could not be read again', async () => {
    for (const text of ['no line break', 'a\tb\n', 'a\rb\n', '\ud800\n'])
      await assert.rejects(signNote(text, [signer(PETER, PETER_SEED)]), code('malformed'));
    assert.throws(() => noteKey('a name', Buffer.alloc(32)), code('malformed'));
    assert.throws(() => noteKey('a+b', Buffer.alloc(32)), code('malformed'));
    assert.throws(() => noteKey('a', Buffer.alloc(31)), code('malformed'));
  });
});

describe('checkpoints', () => {
  it('read the example of the format', () => {
    const text = SOFA.slice(0, SOFA.indexOf('\n\n') + 1);
    const found = readCheckpoint(text);
    assert.deepEqual([found.origin, found.size, found.time], ['example.com/behind-the-sofa', 20_852_163, null]);
    assert.equal(writeCheckpoint(found), text);
    assert.throws(() => openNote(SOFA, []), code('key-unknown'));
  });

  it('are written with the time as one line more', () => {
    const time = new Date('2026-11-25T03:00:00Z');
    const one: Checkpoint = { origin: originOf('tenant-1'), size: 42, root: Buffer.alloc(32, 0xff), time };
    const text = 'regroup/tenant-1\n42\n//////////////////////////////////////////8=\ntime 2026-11-25T03:00:00.000Z\n';
    assert.equal(writeCheckpoint(one), text);
    assert.deepEqual(readCheckpoint(text), one);
    assert.equal(originOf(null), 'regroup/sandbox');
  });

  it('come out as they went in', () => {
    const one = fc.record({
      origin: fc.stringMatching(/^[a-z0-9./-]{1,30}$/),
      size: fc.maxSafeNat(),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
      time: fc.option(fc.date({ min: new Date(0), max: new Date('9999-01-01T00:00:00Z'), noInvalidDate: true })),
    });
    fc.assert(fc.property(one, (given) => assert.deepEqual(readCheckpoint(writeCheckpoint(given)), { ...given })));
  });

  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  for (const [title, text] of [
    ['with two lines', 'a\n1\n'],
    ['with a leading zero', `a\n01\n${root}\n`],
    ['with a sign', `a\n+1\n${root}\n`],
    ['with more entries than can be counted', `a\n9999999999999999\n${root}\n`],
    ['without an origin', `\n1\n${root}\n`],
    ['with a short root', 'a\n1\nCsUYapGG\n'],
    ['with other base 64', `a\n1\n${root.replace('=', '')}\n`],
    ['with an empty line', `a\n1\n${root}\n\nx\n`],
    ['without a last line break', `a\n1\n${root}`],
    ['with a time that is none', `a\n1\n${root}\ntime 2026-13-25T03:00:00.000Z\n`],
  ] as const)
    it(`are not read ${title}`, () => assert.throws(() => readCheckpoint(text), code('malformed')));
});
