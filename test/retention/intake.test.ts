import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine, LARGEST_READ_OUT, type Refusal } from '../../src/retention/intake.js';
import { isSignedBy, readKey } from '../../src/retention/signature.js';
import { EVIDENCE_KEY, EVIDENCE_TENANT, inOneFile, sampleDocument, signed } from '../support/read-outs.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const TRUST = { key: EVIDENCE_KEY, tenantId: EVIDENCE_TENANT };

const readAt = (at: string) => signed(sampleDocument('all-teams', { readAt: at }));
const GOOD = signed(sampleDocument('all-teams'));

describe('examine()', () => {
  it('believes what is signed, of our tenant, and of today', () => {
    const found = examine(GOOD.bytes, GOOD.signature, TRUST, NOW);

    assert.equal(found.kind, 'genuine');
    assert.equal(found.kind === 'genuine' && found.readOut.policies.length, 2);
  });

  it('takes the signature as a header has it, and the tenant in any case', () => {
    const trust = { ...TRUST, tenantId: EVIDENCE_TENANT.toUpperCase() };

    assert.equal(examine(GOOD.bytes, `sha256=${GOOD.signature.toUpperCase()}\n`, trust, NOW).kind, 'genuine');
  });

  it('opens the one-file form, and gives the bytes that were signed', () => {
    const found = examine(inOneFile(GOOD), null, TRUST, NOW);

    assert.deepEqual(found.kind === 'genuine' && Buffer.from(found.bytes), GOOD.bytes);
  });

  const other = Buffer.from('another-secret-0123456789-0123456789');
  const changed = Buffer.from(GOOD.bytes.toString().replace('"365"', '"366"'));
  const notOurs = signed(sampleDocument('all-teams', { tenantId: '00000000-0000-4000-8000-00000000ffff' }));
  const refusals: readonly (readonly [string, Uint8Array, string | null, Refusal])[] = [
    ['another secret', GOOD.bytes, signed(sampleDocument('all-teams'), other).signature, 'forged'],
    ['one byte changed', changed, GOOD.signature, 'forged'],
    ['a signature that is none', GOOD.bytes, 'yes', 'forged'],
    ['an empty signature', GOOD.bytes, '', 'forged'],
    ['a longer signature', GOOD.bytes, `${GOOD.signature}00`, 'forged'],
    ['no signature at all', GOOD.bytes, null, 'unsigned'],
    ['nothing', new Uint8Array(), null, 'unsigned'],
    ['the one-file form with other bytes in it', inOneFile({ ...GOOD, bytes: changed }), null, 'forged'],
    ['another tenant', notOurs.bytes, notOurs.signature, 'other-tenant'],
    ['what is signed and no read-out', ...pair(signed({ schema: 'x' })), 'malformed'],
    ['what is signed and of no moment', ...pair(signed(sampleDocument('all-teams', { readAt: null }))), 'malformed'],
    ['a day and a second ago', ...pair(readAt('2026-11-23T09:59:59Z')), 'stale'],
    ['six minutes ahead', ...pair(readAt('2026-11-24T10:06:00Z')), 'future'],
    ['too many bytes', new Uint8Array(LARGEST_READ_OUT + 1), GOOD.signature, 'too-large'],
  ];
  for (const [title, bytes, signature, reason] of refusals)
    it(`refuses ${title} as ${reason}`, () =>
      assert.deepEqual(examine(bytes, signature, TRUST, NOW), { kind: 'refused', reason }));

  for (const [title, at] of [
    ['exactly a day ago', '2026-11-23T10:00:00Z'],
    ['five minutes ahead', '2026-11-24T10:05:00Z'],
  ] as const)
    it(`takes ${title}`, () => assert.equal(examine(...pair(readAt(at)), TRUST, NOW).kind, 'genuine'));

  it('takes nothing without a secret to check it with', () => {
    const found = examine(GOOD.bytes, GOOD.signature, { ...TRUST, key: null }, NOW);

    assert.deepEqual(found, { kind: 'refused', reason: 'no-key' });
  });

  it('believes nothing that is not signed with the secret, whatever the bytes and the signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string()), (bytes, signature) => {
        assert.equal(examine(bytes, signature, TRUST, NOW).kind, 'refused');
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        assert.equal(examine(Buffer.from(json), null, TRUST, NOW).kind, 'refused');
        const { bytes, signature } = signed(JSON.parse(json));
        assert.deepEqual(examine(bytes, signature, TRUST, NOW), { kind: 'refused', reason: 'malformed' });
      }),
    );
  });

  it('refuses every change of a single bit', () => {
    fc.assert(
      fc.property(fc.nat({ max: GOOD.bytes.length * 8 - 1 }), (bit) => {
        const bytes = Buffer.from(GOOD.bytes);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        assert.deepEqual(examine(bytes, GOOD.signature, TRUST, NOW), { kind: 'refused', reason: 'forged' });
      }),
    );
  });
});

function pair({ bytes, signature }: ReturnType<typeof signed>): readonly [Uint8Array, string] {
  return [bytes, signature];
}

describe('isSignedBy()', () => {
  it('is HMAC-SHA256 over the very bytes (RFC 4231, test case 2)', () => {
    const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

    assert.ok(isSignedBy(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'), mac));
    assert.ok(!isSignedBy(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing'), mac));
  });
});

describe('readKey()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-key-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const secret = '0123456789abcdef0123456789abcdef';

  it('takes a secret of 32 characters, given or in a file, without the line end', () => {
    const file = join(folder, 'key');
    writeFileSync(file, `${secret}\r\n`);

    for (const given of [secret, ` ${secret} `, `file:${file}`]) {
      const found = readKey(given);
      assert.deepEqual(found.state === 'ok' && found.value?.toString(), secret, given);
    }
  });

  it('goes without one where none is set', () => {
    for (const given of [undefined, '', ' ']) {
      const found = readKey(given);
      assert.ok(found.state === 'ok' && found.value === null);
    }
  });

  for (const [title, given, advice] of [
    ['a short one', secret.slice(1), /at least 32/],
    ['a file that is not there', `file:${join(folder, 'none')}`, /ENOENT/],
    ['a folder', `file:${folder}`, /EISDIR/],
  ] as const)
    it(`says what is wrong with ${title}, and shows no secret`, () => {
      const found = readKey(given);

      assert.equal(found.state, 'wrong');
      assert.match(found.advice, advice);
      assert.ok(!found.advice.includes(secret.slice(1)));
    });
});
