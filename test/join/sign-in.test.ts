import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config.js';
import type { Application } from '../../src/edges/graph/application.js';
import { signInEnds } from '../../src/join/sign-in.js';
import { WorkplaceProblem } from '../../src/migration/ports.js';
import { certificate } from '../support/certificate.js';
import { temporaryFolder } from '../support/database.js';

const APP: Config['app'] = {
  id: '5b0c7f56-8d4c-4b1f-9a5e-0123456789ab',
  type: 'SingleTenant',
  tenantId: '7d1f2f6c-1f62-4d0a-8a35-0123456789ab',
  password: 'not-a-real-secret',
  certificate: null,
  tokenFile: null,
};
const END = new Date('2027-02-01T00:00:00Z');
const config = (app: Partial<Config['app']> = {}) => ({ app: { ...APP, ...app } }) as Config;
const entra = (expiries: Application['expiries']): Application => ({ expiries });
const nobody = entra(() => Promise.reject(new Error('was asked')));

describe('signInEnds()', () => {
  it('is the end of the secret that ends last', async () => {
    const first = { kind: 'secret', endsAt: END } as const;
    const sooner = { kind: 'secret', endsAt: new Date('2026-12-01T00:00:00Z') } as const;

    assert.deepEqual(
      await signInEnds(
        config(),
        entra(async () => [first, sooner]),
      ),
      END,
    );
    assert.equal(
      await signInEnds(
        config(),
        entra(async () => []),
      ),
      null,
    );
  });

  it('is nothing for a managed identity and for workload identity, and asks nobody', async () => {
    assert.equal(await signInEnds(config({ type: 'UserAssignedMSI' }), nobody), null);
    assert.equal(await signInEnds(config({ tokenFile: '/var/run/token' }), nobody), null);
  });

  it('is what stands in the certificate', async () => {
    const folder = temporaryFolder();
    try {
      const file = join(folder, 'app.pem');
      writeFileSync(file, certificate(END).pem);

      const end = await signInEnds(config({ certificate: file }), nobody);

      assert.deepEqual(end, END);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is unknown without the permission, and a fault of our own stays one', async () => {
    const refused = entra(() =>
      Promise.reject(new WorkplaceProblem('permission-missing', 'administrator', 'c-1', 'Application.Read.All')),
    );

    assert.equal(await signInEnds(config(), refused), 'unknown');
    await assert.rejects(signInEnds(config(), nobody), /was asked/);
  });
});
