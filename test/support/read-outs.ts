import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A secret and a tenant of the tests. */
export const EVIDENCE_KEY = Buffer.from('a-secret-of-the-tests-0123456789abcdef');
export const EVIDENCE_TENANT = '7d1f2f6c-1f62-4d0a-8a35-0123456789ab';

/** The document of a golden sample, with other values. */
export function sampleDocument(name: string, values: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const file = new URL(`../golden/evidence/${name}.json`, import.meta.url);
  const { document } = JSON.parse(readFileSync(file, 'utf8')) as { document: Record<string, unknown> };
  return { ...document, ...values };
}

/** Bytes and their signature, as the script makes them. */
export function signed(document: unknown, key: Uint8Array = EVIDENCE_KEY): { bytes: Buffer; signature: string } {
  const bytes = Buffer.from(JSON.stringify(document));
  return { bytes, signature: createHmac('sha256', key).update(bytes).digest('hex') };
}

/** The script's one-file form. */
export function inOneFile({ bytes, signature }: ReturnType<typeof signed>): Buffer {
  return Buffer.from(
    JSON.stringify({ schema: 'regroup-signed/1', payload: bytes.toString('base64'), hmac: signature }),
  );
}
