import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctor, doctorAt } from '../../src/commands/doctor.js';
import { evidence } from '../../src/commands/evidence.js';
import { migrateDurable } from '../../src/edges/durable/runtime.js';
import { PERMISSIONS } from '../../src/edges/graph/permissions.js';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { GRANTED, type Tenant } from '../../src/edges/sandbox/tenant.js';
import { startTenant } from '../support/tenant.js';
import { certificate } from '../support/certificate.js';
import type { Database } from '../support/database.js';
import { migratedDatabase } from '../support/durable.js';
import { graphCheck } from '../support/graph-check.js';
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

  async function examine(env: Readonly<Record<string, string>>, now: (() => number) | null = null) {
    const at = terminal({ REGROUP_DATA: '/no/such/data', ...env });
    const code = await (now === null ? doctor : doctorAt(now)).run([], at);
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

  for (const [purpose, found] of [
    ['T-TRIP', /\n {2}ok +approversFor +Every purpose is in the schedule\./],
    ['T-NOWHERE', /\n {2}wrong +approversFor +T-NOWHERE is not in the policy’s schedule\./],
  ] as const)
    it(`looks whether the policy has the purpose ${purpose} that has approvers of its own`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'regroup-doctor-'));
      const file = join(folder, 'organisation.yaml');
      const group = '00000000-0000-4000-8001-000000000003';
      const example = readFileSync('organisation.example.yaml', 'utf8');
      writeFileSync(file, `${example}\napproversFor:\n  - { purposes: [${purpose}], group: ${group} }\n`);
      const { code, text } = await examine({ ...sandbox(), REGROUP_ORGANISATION: file });
      rmSync(folder, { recursive: true });

      assert.match(text, found);
      assert.equal(code === 0, purpose === 'T-TRIP');
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

  it('says what it would look at, with every reason, where nothing is set', async () => {
    const { text } = await examine({});

    for (const { name, reason } of PERMISSIONS) {
      const line = text.split('\n').find((one) => one.includes(` ${name} `));
      assert.ok(line?.includes('Not looked at: the settings come first.') && line.includes(reason), name);
    }
    assert.match(text, /open +sign-in +Not looked at.* Until when the application can sign in\./);
    assert.match(text, /open +clock +Not looked at/);
    assert.match(text, /open +evidence +Not looked at/);
  });

  it('says that the import is a grant of its own, and whether it is there', async () => {
    const without = await examine(sandbox());
    tenant.grants.add('Teamwork.Migrate.All');
    try {
      const { text } = await examine(sandbox());

      assert.match(without.text, /optional Teamwork\.Migrate\.All +Not granted, and not needed\. Bring old messages/);
      assert.match(text, /\n {2}ok +Teamwork\.Migrate\.All +Bring old messages/);
    } finally {
      tenant.grants.delete('Teamwork.Migrate.All');
    }
  });

  describe('looks when the secret ends', () => {
    const DAY_MS = 86_400_000;
    const end = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 200 * DAY_MS);
    const day = end.toISOString().slice(0, 10);
    let other: Tenant;
    let now = 0;
    before(async () => {
      const grants = [...GRANTED, 'Application.Read.All'];
      other = await startTenant({ grants, secretEnds: end.getTime(), now: () => now });
    });
    after(() => other.close());

    const cases: readonly (readonly [string, number, RegExp, number])[] = [
      ['and finds nothing to do for months', 31, new RegExp(`ok +secret +It ends on ${day}\\.`), 0],
      ['and says so 30 days before', 30, new RegExp(`soon +secret +It ends on ${day}, in 30 days`), 0],
      ['and when it has ended', 0, new RegExp(`wrong +secret +It ended on ${day}`), 1],
    ];
    for (const [title, days, expected, expectedCode] of cases)
      it(title, async () => {
        now = end.getTime() - days * DAY_MS;
        const env = { ...sandbox(), REGROUP_SANDBOX_GRAPH: other.url };
        const { code, text } = await examine(env, () => now);

        assert.match(text, expected);
        assert.equal(code, expectedCode);
      });

    it('but cannot without a permission that is optional', async () => {
      const { code, text } = await examine(sandbox());

      assert.match(text, /open +secret +Its end cannot be read \(Application\.Read\.All is not granted\)/);
      assert.equal(code, 0);
    });

    it('in the certificate itself, where one is used', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'regroup-doctor-'));
      try {
        const { pem, key } = certificate(new Date(Date.now() + 10.5 * DAY_MS));
        const file = join(folder, 'app.pem');
        writeFileSync(file, pem + key);
        const { code, text } = await examine({ ...sandbox(), MICROSOFT_APP_CERTIFICATE: file });

        assert.match(text, /soon +certificate +It ends on \d{4}-\d\d-\d\d, in 10 days/);
        assert.equal(code, 0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  const clocks: readonly (readonly [number, RegExp, number])[] = [
    [0, /ok +clock +It agrees with Microsoft’s\./, 0],
    [60_000, /soon +clock +This machine’s clock is (59|60|61) seconds ahead of Microsoft’s/, 0],
    [-60_000, /soon +clock +This machine’s clock is (59|60|61) seconds behind Microsoft’s/, 0],
    [600_000, /wrong +clock +.*Sign-ins fail/, 1],
  ];
  for (const [ahead, expected, expectedCode] of clocks)
    it(`compares the clocks when this one is ahead by ${ahead} ms`, async () => {
      const { code, text } = await examine(sandbox(), () => Date.now() + ahead);

      assert.match(text, expected);
      assert.equal(code, expectedCode);
    });

  it('says that there is no database to look for evidence in', async () => {
    const { code, text } = await examine(sandbox());

    assert.match(text, /open +evidence +There is no database in \/no\/such\/data\./);
    assert.equal(code, 0);
  });

  describe('looks how old the evidence of each governed team is', () => {
    const [team = '', other = ''] = OAKFIELD.organisation.governedTeams;
    const at = new Date('2026-11-01T09:00:00Z');
    const folder = mkdtempSync(join(tmpdir(), 'regroup-doctor-'));
    let database: Database;
    before(async () => {
      database = await migratedDatabase(migrateDurable);
      const file = join(folder, 'evidence.json');
      const { dpo: by } = OAKFIELD.personas;
      const about = { team, location: 'messages', kind: 'read-out', at, by, days: 365, action: 'keep' };
      writeFileSync(file, JSON.stringify({ ...about, covers: true, enabled: true, distribution: 'success' }));
      assert.equal(await evidence.run(['record', file], terminal({ DATABASE_URL: database.url })), 0);
    });
    after(async () => {
      rmSync(folder, { recursive: true });
      await database.drop();
    });

    const ages: readonly (readonly [number, string, string])[] = [
      [24, 'ok', 'The newest evidence is 24 days old\\.$'],
      [25, 'soon', 'The newest evidence is 25 days old\\. Run infra'],
      [31, 'soon', 'The newest evidence is 31 days old\\. It is no longer relied on'],
    ];
    for (const [days, state, advice] of ages)
      it(`after ${days} days`, async () => {
        const now = () => at.getTime() + days * 86_400_000;
        const own = await startTenant({ now });
        const env = { ...sandbox(), REGROUP_SANDBOX_GRAPH: own.url, DATABASE_URL: database.url };
        const { code, text } = await examine(env, now);
        await own.close();

        assert.match(text, new RegExp(`\\n {2}${state} +${team} messages +${advice}`, 'm'));
        assert.match(text, new RegExp(`optional +${other} files +No evidence yet`));
        assert.equal(code, 0);
      });
  });

  it('asks only for what Microsoft’s metadata knows', async function () {
    const check = await graphCheck();
    if (check === null) return this.skip();

    assert.deepEqual(check(tenant.requests()), []);
  });
});
