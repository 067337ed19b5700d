import assert from 'node:assert/strict';
import { doctor } from '../../src/commands/doctor.js';
import { startTenant, type Tenant } from '../../src/edges/sandbox/tenant.js';
import { terminal } from '../support/terminal.js';

describe('doctor', () => {
  let tenant: Tenant;
  before(async () => (tenant = await startTenant()));
  after(() => tenant.close());

  const sandbox = () => ({
    REGROUP_SANDBOX: '1',
    REGROUP_SANDBOX_GRAPH: tenant.url,
    REGROUP_SANDBOX_SIGN_IN: tenant.url,
  });

  async function examine(env: Readonly<Record<string, string>>) {
    const at = terminal(env);
    const code = await doctor.run([], at);
    return { code, text: at.said.join('\n') };
  }

  it('finds nothing to do where everything is right', async () => {
    const { code, text } = await examine(sandbox());
    assert.match(text, /\n {2}ok +User\.Read\.All /);
    assert.match(text, /\n {2}optional Teamwork\.Migrate\.All +Not granted, and not needed\./);
    assert.match(text, /\n {2}ok +policy pack +uk-schools /);
    assert.match(text, /Regroup can start\.$/);
    assert.equal(code, 0);
  });

  it('names a permission that was not granted, what it is for, and where to grant it', async () => {
    tenant.grants.delete('Channel.Create');
    try {
      const { code, text } = await examine(sandbox());
      assert.match(text, /missing +Channel\.Create +Make the channel .*Entra admin centre/);
      assert.match(text, /To mend: Channel\.Create\.$/);
      assert.equal(code, 1);
    } finally {
      tenant.grants.add('Channel.Create');
    }
  });

  it('takes a wider permission for a narrower one', async () => {
    tenant.grants.delete('User.Read.All');
    tenant.grants.add('Directory.Read.All');
    try {
      assert.equal((await examine(sandbox())).code, 0);
    } finally {
      tenant.grants.delete('Directory.Read.All');
      tenant.grants.add('User.Read.All');
    }
  });

  it('names the settings that are missing, and looks at no permission without them', async () => {
    const { code, text } = await examine({ MICROSOFT_APP_TYPE: 'MultiTenant', MICROSOFT_APP_PASSWORD: 'secret-1' });
    assert.match(text, /missing +MICROSOFT_APP_ID/);
    assert.match(text, /wrong +MICROSOFT_APP_TYPE +Set it to SingleTenant/);
    assert.match(text, /unknown +User\.Read\.All +Not looked at/);
    assert.match(text, /To mend: MICROSOFT_APP_ID, MICROSOFT_APP_TYPE/);
    assert.doesNotMatch(text, /secret-1/);
    assert.equal(code, 1);
  });

  it('says that the application could not sign in', async () => {
    const { code, text } = await examine({ ...sandbox(), REGROUP_SANDBOX_GRAPH: 'http://127.0.0.1:1' });
    assert.match(text, /unknown +User\.Read\.All +Not looked at: the application could not sign in/);
    assert.equal(code, 1);
  });

  it('names a policy pack that cannot be read', async () => {
    const { code, text } = await examine({ ...sandbox(), REGROUP_POLICY: '/nowhere.yaml' });
    assert.match(text, /wrong +policy pack +The file cannot be read \(ENOENT\)/);
    assert.equal(code, 1);
  });
});
