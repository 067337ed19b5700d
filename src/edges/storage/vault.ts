import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { SealProblem, type Sealed, type Vault } from '../../history/ports.js';
import { inTransaction, openPool, withoutData } from './connection.js';
import { decrypt, encrypt, KEY_BYTES, wrappingKey } from './sealing.js';
import { secretsIn, type Secrets } from './secrets.js';

/** Bytes of the export in one row: small enough for a row, large enough for few of them. */
const CHUNK = 4 * 1024 * 1024;

/** A vault that can be closed. */
export type OpenVault = Vault & { close(): Promise<void> };

type Row = {
  readonly migration_id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly sealed_at: Date;
  readonly expires_at: Date;
  readonly key_file: string;
  readonly wrapped_key: Buffer;
  readonly head: Buffer;
  readonly chunks: number;
  readonly destroying: boolean;
};
type Keeping = { readonly pool: Pool; readonly key: Uint8Array; readonly secrets: Secrets };

/**
 * Sealed uploads in PostgreSQL: the database holds ciphertext and a wrapped key, the folder the secret without which the wrapped
 * key is nothing, and `key` comes from neither. Removing the secret makes every copy unreadable, also in a backup or a write-ahead
 * log of the database (docs/decisions/0022).
 */
export function openVault(options: {
  readonly url: string;
  readonly key: Uint8Array;
  readonly folder: string;
  readonly report: (message: string) => void;
}): OpenVault {
  const pool = openPool(options.url, options.report);
  const keeping = { pool, key: options.key, secrets: secretsIn(options.folder) };
  return {
    seal: (migrationId, name, bytes, times) => quietly(seal(keeping, { migrationId, name, bytes, ...times })),
    sealed: (migrationId) =>
      quietly(rowOf(pool, migrationId).then((row) => (row === null || row.destroying ? null : asSealed(row)))),
    open: (migrationId) => quietly(open(keeping, migrationId)),
    expireBy: (migrationId, at) => quietly(expireBy(pool, migrationId, at)),
    destroy: (migrationId) => quietly(destroy(keeping, migrationId)),
    expired: (at) => quietly(expired(pool, at)),
    close: () => pool.end(),
  };
}

type Upload = {
  readonly migrationId: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly at: Date;
  readonly expiresAt: Date;
};

async function seal(keeping: Keeping, upload: Upload): Promise<Sealed> {
  const { migrationId, name, bytes, at, expiresAt } = upload;
  await destroy(keeping, migrationId);
  const keyFile = `${migrationId.replaceAll(/[^A-Za-z0-9-]/gu, '_')}.${randomBytes(8).toString('hex')}`;
  const key = randomBytes(KEY_BYTES);
  const secret = keeping.secrets.make(keyFile);
  const chunks = Math.ceil(bytes.length / CHUNK);
  const wrapped = encrypt(wrappingKey(keeping.key, secret, migrationId), migrationId, key);
  const head = encrypt(key, contextOf(migrationId, 'head', chunks), Buffer.from(name));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    await inTransaction(keeping.pool, async (client) => {
      await client.query(
        `insert into regroup.sealed (migration_id, sha256, bytes, sealed_at, expires_at, key_file, wrapped_key, head, chunks)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [migrationId, sha256, bytes.length, at, expiresAt, keyFile, wrapped, head, chunks],
      );
      for (let place = 0; place < chunks; place += 1) await putChunk(client, key, upload, place, chunks);
    });
  } catch (error) {
    keeping.secrets.remove(keyFile);
    throw error;
  }
  return { migrationId, sha256, bytes: bytes.length, sealedAt: at, expiresAt };
}

async function putChunk(
  client: PoolClient,
  key: Uint8Array,
  { migrationId, bytes }: Upload,
  place: number,
  chunks: number,
): Promise<void> {
  const part = bytes.subarray(place * CHUNK, (place + 1) * CHUNK);
  const data = encrypt(key, contextOf(migrationId, String(place), chunks), part);
  const insert = 'insert into regroup.sealed_chunk (migration_id, place, data) values ($1, $2, $3)';
  await client.query(insert, [migrationId, place, data]);
}

/** A part that is put elsewhere, or left out, does not open. */
function contextOf(migrationId: string, part: string, chunks: number): string {
  return `${migrationId}/${part}/${chunks}`;
}

async function open({ pool, key, secrets }: Keeping, migrationId: string): ReturnType<Vault['open']> {
  const row = await rowOf(pool, migrationId);
  if (row === null || row.destroying) return null;
  const wrapping = wrappingKey(key, secrets.read(row.key_file), migrationId);
  const dataKey = decrypt(wrapping, migrationId, row.wrapped_key, 'key-wrong');
  const head = decrypt(dataKey, contextOf(migrationId, 'head', row.chunks), row.head);
  const parts: Buffer[] = [];
  for (let place = 0; place < row.chunks; place += 1) {
    const select = 'select data from regroup.sealed_chunk where migration_id = $1 and place = $2';
    const { rows } = await pool.query<{ data: Buffer }>(select, [migrationId, place]);
    parts.push(decrypt(dataKey, contextOf(migrationId, String(place), row.chunks), rows[0]?.data ?? Buffer.alloc(0)));
  }
  const bytes = Buffer.concat(parts);
  // The hash stands in the audit record: what is opened is what was sealed.
  if (createHash('sha256').update(bytes).digest('hex') !== row.sha256) throw new SealProblem('altered');
  return { name: head.toString('utf8'), bytes };
}

/** The mark comes first: from then on nobody opens it, and a crash in between is finished by the next who destroys it. */
async function destroy({ pool, secrets }: Keeping, migrationId: string): Promise<boolean> {
  await pool.query('update regroup.sealed set destroying = true where migration_id = $1', [migrationId]);
  const row = await rowOf(pool, migrationId);
  if (row === null) return false;
  const isKeyGone = secrets.remove(row.key_file);
  if (isKeyGone) await pool.query('delete from regroup.sealed where migration_id = $1', [migrationId]);
  const left = await pool.query('select 1 from regroup.sealed_chunk where migration_id = $1', [migrationId]);
  return isKeyGone && left.rowCount === 0 && (await rowOf(pool, migrationId)) === null;
}

async function expireBy(pool: Pool, migrationId: string, at: Date): Promise<void> {
  const update = 'update regroup.sealed set expires_at = least(expires_at, $2) where migration_id = $1';
  await pool.query(update, [migrationId, at]);
}

async function expired(pool: Pool, at: Date): Promise<readonly Sealed[]> {
  const select = 'select * from regroup.sealed where expires_at <= $1 or destroying order by expires_at, migration_id';
  const { rows } = await pool.query<Row>(select, [at]);
  return rows.map(asSealed);
}

async function rowOf(pool: Pool, migrationId: string): Promise<Row | null> {
  const { rows } = await pool.query<Row>('select * from regroup.sealed where migration_id = $1', [migrationId]);
  return rows[0] ?? null;
}

function asSealed({
  migration_id: migrationId,
  sha256,
  bytes,
  sealed_at: sealedAt,
  expires_at: expiresAt,
}: Row): Sealed {
  return { migrationId, sha256, bytes, sealedAt, expiresAt };
}

async function quietly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw withoutData(error);
  }
}
