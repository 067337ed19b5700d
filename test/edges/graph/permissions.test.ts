import assert from 'node:assert/strict';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { graphCredential, type GraphSettings } from '../../../src/edges/graph/credential.js';
import { grantedPermissions, PERMISSIONS } from '../../../src/edges/graph/permissions.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { GRANTED, GRANTED_FOR_HISTORY, GRANTED_FOR_PRIVATE, type Tenant } from '../../../src/edges/sandbox/tenant.js';
import { startTenant } from '../../support/tenant.js';

const APP: GraphSettings['app'] = {
  id: OAKFIELD.appId,
  type: 'SingleTenant',
  tenantId: OAKFIELD.tenantId,
  password: null,
};

describe('PERMISSIONS', () => {
  it('give a reason for each, and are optional where they serve private channels, the welcome, the history or the expiry of a secret', () => {
    assert.ok(PERMISSIONS.every(({ reason }) => reason.length > 20));
    assert.deepEqual(
      PERMISSIONS.filter(({ optional }) => optional).map(({ name }) => name),
      [
        ...GRANTED_FOR_PRIVATE,
        'TeamsAppInstallation.ReadWriteSelfForTeam.All',
        ...GRANTED_FOR_HISTORY,
        'Application.Read.All',
      ],
    );
  });

  it('are what the sandbox grants, without the optional ones', () => {
    const needed = PERMISSIONS.filter(({ optional }) => !optional).map(({ name }) => name);

    assert.deepEqual([...GRANTED].sort(), [...needed].sort());
  });
});

describe('grantedPermissions()', () => {
  let tenant: Tenant;

  beforeEach(async () => {
    tenant = await startTenant();
  });
  afterEach(() => tenant.close());

  const granted = async (app = APP) => {
    const all = await grantedPermissions(graphCredential({ app, sandbox: { graph: tenant.url } }));
    return all.filter((one) => one.granted).map(({ name }) => name);
  };

  it('reads from the token what was granted', async () => {
    assert.deepEqual((await granted()).sort(), [...GRANTED].sort());
  });

  it('takes a wider permission for the one that is needed', async () => {
    tenant.grants.clear();
    tenant.grants.add('Directory.Read.All');

    assert.deepEqual(await granted(), ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All']);
  });

  it('says when the application is not in the tenant', async () => {
    await assert.rejects(granted({ ...APP, id: OAKFIELD.tenantId }), { name: 'AuthenticationError' });
  });
});

describe('graphCredential()', () => {
  it('signs in with a secret, or as the managed identity', () => {
    const secret = graphCredential({ app: { ...APP, password: 'not a real one' }, sandbox: null });
    const identity = graphCredential({ app: { ...APP, type: 'UserAssignedMSI' }, sandbox: null });

    assert.ok(secret instanceof ClientSecretCredential);
    assert.ok(identity instanceof ManagedIdentityCredential);
  });

  it('signs in with a certificate, or with the token of the platform before all else', () => {
    const certificate = { ...APP, certificate: '/run/app.pem' };
    const real = (app: GraphSettings['app']) => graphCredential({ app, sandbox: null });

    assert.ok(real(certificate) instanceof ClientCertificateCredential);
    assert.ok(real({ ...certificate, tokenFile: '/run/token' }) instanceof WorkloadIdentityCredential);
    assert.ok(real({ ...APP, type: 'UserAssignedMSI', tokenFile: '/run/token' }) instanceof WorkloadIdentityCredential);
  });

  it('does not pretend that an application without a secret can sign in', () => {
    assert.throws(() => graphCredential({ app: APP, sandbox: null }), /secret/);
  });
});
