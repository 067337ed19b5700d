import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert as holds, nat, property, string, uint8Array } from 'fast-check';
import { migrate } from '../../../src/edges/storage/migrate.js';
import { decrypt, encrypt } from '../../../src/edges/storage/sealing.js';
import { SealProblem } from '../../../src/history/ports.js';
import { installationKey } from '../../../src/edges/storage/secrets.js';
import { openVault, type OpenVault } from '../../../src/edges/storage/vault.js';
import { emptyDatabase, temporaryFolder, type Database } from '../../support/database.js';

const AT = new Date('2026-11-24T10:00:00Z');
const LATER = new Date('2026-12-08T10:00:00Z');
const TIMES = { at: AT, expiresAt: LATER };
const NAME = 'WhatsApp Chat with Year 6 residential.txt';
const TEXT = Buffer.from('08/03/2024, 13:55 - Bea Quillfeather: the coach leaves at seven\n'.repeat(50));

const refuses = (code: SealProblem['code']) => (error: unknown) => error instanceof SealProblem && error.code === code;

describe('a sealed upload', () => {
  const folder = temporaryFolder();
  const key = randomBytes(32);
  let database: Database;
  let vault: OpenVault;
  const others: OpenVault[] = [];

  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
    vault = vaultWith(key, folder);
  });

  after(async () => {
    for (const one of others) await one.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function vaultWith(withKey: Uint8Array, withFolder: string): OpenVault {
    const made = openVault({ url: database.url, key: withKey, folder: withFolder, report: () => undefined });
    others.push(made);
    return made;
  }

  const keyFiles = () => readdirSync(folder).filter((name) => name.endsWith('.key'));

  it('is opened again with its name, bit for bit', async () => {
    const sealed = await vault.seal('mov-SEAL0001', NAME, TEXT, TIMES);

    const opened = await vault.open('mov-SEAL0001');

    const sha256 = createHash('sha256').update(TEXT).digest('hex');
    const expected = { migrationId: 'mov-SEAL0001', sha256, bytes: TEXT.length, sealedAt: AT, expiresAt: LATER };
    assert.deepEqual(sealed, expected);
    assert.deepEqual(await vault.sealed('mov-SEAL0001'), expected);
    assert.equal(opened?.name, NAME);
    assert.deepEqual(Buffer.from(opened?.bytes ?? []), TEXT);
  });

  for (const size of [0, 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 50 * 1024 * 1024])
    it(`takes ${size} bytes`, async function () {
      this.timeout(60_000);
      const bytes = randomBytes(size);

      await vault.seal('mov-SEALSIZE', NAME, bytes, TIMES);

      const opened = await vault.open('mov-SEALSIZE');
      assert.ok(Buffer.from(opened?.bytes ?? [1]).equals(bytes));
      assert.equal(await vault.destroy('mov-SEALSIZE'), true);
    });

  it('keeps nothing in clear: neither in the database nor in a file', async () => {
    await vault.seal('mov-SEAL0002', NAME, TEXT, TIMES);

    const rows = await database.query(
      `select s::text || coalesce((select string_agg(encode(data, 'escape'), '') from regroup.sealed_chunk c
        where c.migration_id = s.migration_id), '') || encode(head, 'escape') as kept from regroup.sealed s`,
    );
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    const kept = [...rows.map(({ kept }) => Buffer.from(String(kept))), ...files];
    for (const word of ['coach', 'Quillfeather', 'Year 6', 'WhatsApp'])
      assert.deepEqual(
        kept.filter((one) => one.includes(word) || one.includes(Buffer.from(word).toString('hex'))),
        [],
        word,
      );
  });

  it('has a secret in a file that only this account can read', async () => {
    await vault.seal('mov-SEAL0003', NAME, TEXT, TIMES);

    const mine = keyFiles().filter((name) => name.startsWith('mov-SEAL0003'));

    assert.equal(mine.length, 1);
    assert.equal(statSync(join(folder, mine[0]!)).mode & 0o777, 0o600);
  });

  it('does not open when a bit of it, its place or its owner is another one', async () => {
    await vault.seal('mov-SEAL0004', NAME, Buffer.concat([TEXT, randomBytes(9_000_000)]), TIMES);
    await vault.seal('mov-SEAL0005', NAME, TEXT, TIMES);
    const swap = `update regroup.sealed_chunk set place = -1 - place where migration_id = 'mov-SEAL0004' and place < 2;
      update regroup.sealed_chunk set place = place + 2 where migration_id = 'mov-SEAL0004' and place < 0`;
    const changes: readonly (readonly [string, string])[] = [
      [
        `update regroup.sealed_chunk set data = set_byte(data, 40, get_byte(data, 40) # 1) where migration_id = 'mov-SEAL0004' and place = 1`,
        `update regroup.sealed_chunk set data = set_byte(data, 40, get_byte(data, 40) # 1) where migration_id = 'mov-SEAL0004' and place = 1`,
      ],
      [swap, swap],
      [
        `update regroup.sealed set chunks = chunks - 1 where migration_id = 'mov-SEAL0004'`,
        `update regroup.sealed set chunks = chunks + 1 where migration_id = 'mov-SEAL0004'`,
      ],
      [
        `update regroup.sealed set head = set_byte(head, 15, get_byte(head, 15) # 128) where migration_id = 'mov-SEAL0004'`,
        `update regroup.sealed set head = set_byte(head, 15, get_byte(head, 15) # 128) where migration_id = 'mov-SEAL0004'`,
      ],
    ];

    for (const [spoil, mend] of changes) {
      await database.query(spoil);
      await assert.rejects(vault.open('mov-SEAL0004'), refuses('altered'), spoil);
      await database.query(mend);
      assert.equal((await vault.open('mov-SEAL0004'))?.name, NAME, mend);
    }
    await database.query(
      `update regroup.sealed a set wrapped_key = b.wrapped_key, key_file = b.key_file from regroup.sealed b
        where a.migration_id = 'mov-SEAL0004' and b.migration_id = 'mov-SEAL0005'`,
    );
    await assert.rejects(vault.open('mov-SEAL0004'), refuses('key-wrong'));
  });

  it('does not open with the key of another installation, nor without its own secret', async () => {
    await vault.seal('mov-SEAL0006', NAME, TEXT, TIMES);

    await assert.rejects(vaultWith(randomBytes(32), folder).open('mov-SEAL0006'), refuses('key-wrong'));
    await assert.rejects(vaultWith(key, temporaryFolder()).open('mov-SEAL0006'), refuses('key-missing'));
  });

  it('is gone once it is destroyed, with its secret, and a copy of the database does not bring it back', async () => {
    await vault.seal('mov-SEAL0007', NAME, TEXT, TIMES);
    await database.query(
      `create table copied as select * from regroup.sealed where migration_id = 'mov-SEAL0007';
       create table copied_chunk as select * from regroup.sealed_chunk where migration_id = 'mov-SEAL0007'`,
    );

    const first = await vault.destroy('mov-SEAL0007');

    assert.equal(first, true);
    assert.equal(await vault.destroy('mov-SEAL0007'), false);
    assert.equal(await vault.open('mov-SEAL0007'), null);
    assert.equal(await vault.sealed('mov-SEAL0007'), null);
    assert.deepEqual(
      keyFiles().filter((name) => name.startsWith('mov-SEAL0007')),
      [],
    );
    await database.query(
      'insert into regroup.sealed select * from copied; insert into regroup.sealed_chunk select * from copied_chunk',
    );
    await assert.rejects(vault.open('mov-SEAL0007'), refuses('key-missing'));
    assert.equal(await vault.destroy('mov-SEAL0007'), true);
  });

  it('that a crash left half destroyed is not opened, and is finished by whoever looks for what has expired', async () => {
    await vault.seal('mov-SEAL0008', NAME, TEXT, TIMES);
    await database.query(`update regroup.sealed set destroying = true where migration_id = 'mov-SEAL0008'`);

    const due = await vault.expired(AT);

    assert.equal(await vault.open('mov-SEAL0008'), null);
    assert.deepEqual(
      due.map(({ migrationId }) => migrationId),
      ['mov-SEAL0008'],
    );
    assert.equal(await vault.destroy('mov-SEAL0008'), true);
    assert.deepEqual(await vault.expired(AT), []);
  });

  it('expires at its time, which can be brought forward and not put off', async () => {
    await vault.seal('mov-SEAL0009', NAME, TEXT, TIMES);
    const due = async (at: Date) => (await vault.expired(at)).some(({ migrationId }) => migrationId === 'mov-SEAL0009');

    await vault.expireBy('mov-SEAL0009', new Date(LATER.getTime() + 1));
    assert.equal((await vault.sealed('mov-SEAL0009'))?.expiresAt.getTime(), LATER.getTime());
    assert.equal(await due(new Date(LATER.getTime() - 1)), false);
    assert.equal(await due(LATER), true);
    await vault.expireBy('mov-SEAL0009', AT);

    assert.equal(await due(AT), true);
  });

  it('takes the place of an earlier one of the same move, whose secret goes', async () => {
    await vault.seal('mov-SEAL0010', NAME, TEXT, TIMES);
    const [before] = keyFiles().filter((name) => name.startsWith('mov-SEAL0010'));
    await vault.seal('mov-SEAL0010', 'other.txt', Buffer.from('other'), TIMES);

    assert.equal(existsSync(join(folder, before!)), false);
    assert.equal((await vault.open('mov-SEAL0010'))?.name, 'other.txt');
  });
});

describe('encrypt() and decrypt()', () => {
  it('give back what was given, and nothing when a bit, the context or the key is another one', () => {
    const bytes = uint8Array({ maxLength: 300 });
    holds(
      property(bytes, string(), nat(), nat(7), (plain, context, place, bit) => {
        const key = randomBytes(32);
        const sealed = encrypt(key, context, plain);
        assert.deepEqual(new Uint8Array(decrypt(key, context, sealed)), plain);
        const spoiled = Buffer.from(sealed);
        spoiled[place % sealed.length]! ^= 1 << bit;
        assert.throws(() => decrypt(key, context, spoiled), refuses('altered'));
        assert.throws(() => decrypt(key, `${context}.`, sealed), refuses('altered'));
        assert.throws(() => decrypt(randomBytes(32), context, sealed), refuses('altered'));
        assert.throws(() => decrypt(key, context, sealed.subarray(0, -1)), refuses('altered'));
      }),
    );
  });
});

describe('installationKey()', () => {
  const folder = temporaryFolder();
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is what was given, in base64 or in a file', () => {
    const key = randomBytes(32);
    const file = join(folder, 'given');
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${key.toString('base64')}\n`);

    assert.deepEqual(installationKey(key.toString('base64'), folder), key);
    assert.deepEqual(installationKey(file, folder), key);
  });

  for (const given of ['short', randomBytes(31).toString('base64'), `${randomBytes(32).toString('base64')}A`])
    it('is nothing when what was given is no key', () => assert.equal(installationKey(given, folder), null));

  it('is made once where none is given, for this account only', () => {
    const first = installationKey(null, folder);

    assert.equal(first?.length, 32);
    assert.deepEqual(installationKey(null, folder), first);
    assert.equal(statSync(join(folder, 'seal.key')).mode & 0o777, 0o600);
  });
});
