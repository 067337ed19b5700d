import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ConfigProblem,
  readConfig,
  SANDBOX_APP,
  SANDBOX_TENANT,
  readOrganisation,
  settings,
  type Env,
} from '../src/config.js';
import { OAKFIELD } from '../src/edges/sandbox/oakfield.js';
import { certificate } from './support/certificate.js';

const EXAMPLE = fileURLToPath(new URL('../organisation.example.yaml', import.meta.url));

const REAL: Env = {
  MICROSOFT_APP_ID: '5B0C7F56-8D4C-4B1F-9A5E-0123456789AB',
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: '7d1f2f6c-1f62-4d0a-8a35-0123456789ab',
  MICROSOFT_APP_PASSWORD: 'not-a-real-secret',
  REGROUP_ORGANISATION: EXAMPLE,
};
const SANDBOX: Env = {
  REGROUP_SANDBOX: '1',
  REGROUP_SANDBOX_GRAPH: 'http://127.0.0.1:5010',
  REGROUP_SANDBOX_SIGN_IN: 'http://127.0.0.1:5011/',
};

const TWO = { ...REAL, DATABASE_URL: 'postgres://bot@db/regroup' };

describe('readConfig()', () => {
  it('reads the settings of a single-tenant app, with the defaults for what is not set', () => {
    const { organisation, ...config } = readConfig(REAL);

    assert.equal(organisation?.name, 'Testwick School');
    assert.deepEqual(config, {
      app: {
        id: '5b0c7f56-8d4c-4b1f-9a5e-0123456789ab',
        type: 'SingleTenant',
        tenantId: '7d1f2f6c-1f62-4d0a-8a35-0123456789ab',
        password: 'not-a-real-secret',
        certificate: null,
        tokenFile: null,
      },
      sandbox: null,
      evidenceKey: null,
      audit: { keyFile: null, folder: null },
      sealKey: null,
      policy: [fileURLToPath(new URL('../policies/uk-schools.yaml', import.meta.url))],
      databaseUrl: null,
      databaseOwnerUrl: null,
      dataDir: './data',
      host: '0.0.0.0',
      port: 3978,
    });
  });

  it('takes a managed identity without a password', () => {
    const config = readConfig({ ...REAL, MICROSOFT_APP_TYPE: 'UserAssignedMSI', MICROSOFT_APP_PASSWORD: undefined });

    assert.deepEqual([config.app.type, config.app.password], ['UserAssignedMSI', null]);
  });

  describe('with a certificate', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'regroup-certificate-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const { MICROSOFT_APP_PASSWORD: _, ...WITHOUT } = REAL;
    const withFile = (text: string): Env => {
      const file = join(folder, 'app.pem');
      writeFileSync(file, text);
      return { ...WITHOUT, MICROSOFT_APP_CERTIFICATE: file };
    };

    it('takes it in place of a secret', () => {
      const { pem, key } = certificate();
      const { app } = readConfig(withFile(pem + key));

      assert.deepEqual([app.password, app.certificate], [null, join(folder, 'app.pem')]);
    });

    const wrong: readonly (readonly [string, () => Env])[] = [
      ['that is not there', () => ({ ...WITHOUT, MICROSOFT_APP_CERTIFICATE: '/no/such.pem' })],
      ['that is none', () => withFile('secret-2')],
      ['without its key', () => withFile(certificate().pem)],
      ['with the key of another one', () => withFile(certificate().pem + certificate().key)],
      ['of a managed identity', () => ({ ...withFile(''), MICROSOFT_APP_TYPE: 'UserAssignedMSI' })],
    ];
    for (const [what, env] of wrong)
      it(`refuses one ${what}, and repeats nothing of it`, () => {
        assert.throws(
          () => readConfig(env()),
          (error: unknown) =>
            error instanceof ConfigProblem &&
            error.setting === 'MICROSOFT_APP_CERTIFICATE' &&
            !error.message.includes('secret-2'),
        );
      });

    it('refuses a secret beside it', () => {
      const { pem, key } = certificate();
      const env = { ...REAL, ...withFile(pem + key), MICROSOFT_APP_PASSWORD: 'not-a-real-secret' };

      assert.throws(() => readConfig(env), /MICROSOFT_APP_PASSWORD: Remove it/);
    });
  });

  it('takes an owner of the tables beside the user of the bot', () => {
    const owner = 'postgres://owner:not-a-real-secret@db/regroup';
    assert.equal(readConfig({ ...TWO, DATABASE_OWNER_URL: owner }).databaseOwnerUrl, owner);
  });

  it('knows the file in which a platform keeps its token', () => {
    const { app } = readConfig({ ...REAL, AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' });

    assert.equal(app.tokenFile, '/var/run/token');
  });

  it('needs only the two addresses in the sandbox, and listens on this machine only', () => {
    const config = readConfig(SANDBOX);

    const addresses = { graph: 'http://127.0.0.1:5010', signIn: 'http://127.0.0.1:5011' };
    assert.deepEqual(config.sandbox, { ...addresses, files: null, clock: null });
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.organisation, null);
  });

  it('takes the place of the sandbox’s files where it is given', () => {
    const config = readConfig({ ...SANDBOX, REGROUP_SANDBOX_FILES: 'http://127.0.0.1:5012/' });

    assert.equal(config.sandbox?.files, 'http://127.0.0.1:5012');
  });

  const refused: readonly (readonly [string, Env, string])[] = [
    ['an app id that is not set', { ...REAL, MICROSOFT_APP_ID: '' }, 'MICROSOFT_APP_ID'],
    ['an app id of blanks', { ...REAL, MICROSOFT_APP_ID: '   ' }, 'MICROSOFT_APP_ID'],
    ['an app id that is no id', { ...REAL, MICROSOFT_APP_ID: 'regroup' }, 'MICROSOFT_APP_ID'],
    ['a type that is not set', { ...REAL, MICROSOFT_APP_TYPE: undefined }, 'MICROSOFT_APP_TYPE'],
    ['a type with a typo', { ...REAL, MICROSOFT_APP_TYPE: 'SingleTenent' }, 'MICROSOFT_APP_TYPE'],
    ['a type in other letters', { ...REAL, MICROSOFT_APP_TYPE: 'singletenant' }, 'MICROSOFT_APP_TYPE'],
    ['a multi-tenant app', { ...REAL, MICROSOFT_APP_TYPE: 'MultiTenant' }, 'MICROSOFT_APP_TYPE'],
    ['a tenant that is not set', { ...REAL, MICROSOFT_APP_TENANT_ID: undefined }, 'MICROSOFT_APP_TENANT_ID'],
    ['a tenant given by its domain', { ...REAL, MICROSOFT_APP_TENANT_ID: 'school.example' }, 'MICROSOFT_APP_TENANT_ID'],
    ['a single-tenant app without a secret', { ...REAL, MICROSOFT_APP_PASSWORD: '' }, 'MICROSOFT_APP_PASSWORD'],
    ['a managed identity with a secret', { ...REAL, MICROSOFT_APP_TYPE: 'UserAssignedMSI' }, 'MICROSOFT_APP_PASSWORD'],
    ['no organisation', { ...REAL, REGROUP_ORGANISATION: undefined }, 'REGROUP_ORGANISATION'],
    [
      'an organisation file that is not there',
      { ...REAL, REGROUP_ORGANISATION: '/no/such.yaml' },
      'REGROUP_ORGANISATION',
    ],
    ['a port that is no number', { ...REAL, PORT: 'http' }, 'PORT'],
    ['a port out of range', { ...REAL, PORT: '70000' }, 'PORT'],
    ['another database', { ...REAL, DATABASE_URL: 'mysql://localhost/regroup' }, 'DATABASE_URL'],
    ['an owner of no database', { ...REAL, DATABASE_OWNER_URL: 'postgres://owner@db/regroup' }, 'DATABASE_OWNER_URL'],
    ['an owner that is the bot', { ...TWO, DATABASE_OWNER_URL: TWO.DATABASE_URL }, 'DATABASE_OWNER_URL'],
    ['the owner of another database', { ...TWO, DATABASE_OWNER_URL: 'postgres://owner@db/x' }, 'DATABASE_OWNER_URL'],
    ['an owner that is no address', { ...TWO, DATABASE_OWNER_URL: 'owner' }, 'DATABASE_OWNER_URL'],
    ['a sandbox that is neither on nor off', { ...SANDBOX, REGROUP_SANDBOX: 'true' }, 'REGROUP_SANDBOX'],
    ['a sandbox without its Graph', { ...SANDBOX, REGROUP_SANDBOX_GRAPH: undefined }, 'REGROUP_SANDBOX_GRAPH'],
    ['a sandbox without its sign-in', { ...SANDBOX, REGROUP_SANDBOX_SIGN_IN: undefined }, 'REGROUP_SANDBOX_SIGN_IN'],
    [
      'a sandbox that would reach Microsoft',
      { ...SANDBOX, REGROUP_SANDBOX_GRAPH: 'https://graph.microsoft.com' },
      'REGROUP_SANDBOX_GRAPH',
    ],
    [
      'a sandbox whose sign-in is elsewhere',
      { ...SANDBOX, REGROUP_SANDBOX_SIGN_IN: 'http://127.0.0.1.example:80' },
      'REGROUP_SANDBOX_SIGN_IN',
    ],
    [
      'files from elsewhere in the sandbox',
      { ...SANDBOX, REGROUP_SANDBOX_FILES: 'https://testwick.sharepoint.com' },
      'REGROUP_SANDBOX_FILES',
    ],
    [
      'files of this machine outside the sandbox',
      { ...REAL, REGROUP_SANDBOX_FILES: 'http://127.0.0.1:5012' },
      'REGROUP_SANDBOX_FILES',
    ],
    [
      'files of this machine with the sandbox switched off',
      { ...REAL, REGROUP_SANDBOX: '0', REGROUP_SANDBOX_FILES: 'http://127.0.0.1:5012' },
      'REGROUP_SANDBOX_FILES',
    ],
    [
      'a clock that can be put forward outside the sandbox',
      { ...REAL, REGROUP_SANDBOX_CLOCK: EXAMPLE },
      'REGROUP_SANDBOX_CLOCK',
    ],
    [
      'a clock that can be put forward with the sandbox switched off',
      { ...REAL, REGROUP_SANDBOX: '0', REGROUP_SANDBOX_CLOCK: EXAMPLE },
      'REGROUP_SANDBOX_CLOCK',
    ],
    ['a clock without a number', { ...SANDBOX, REGROUP_SANDBOX_CLOCK: EXAMPLE }, 'REGROUP_SANDBOX_CLOCK'],
    ['a clock that is not there', { ...SANDBOX, REGROUP_SANDBOX_CLOCK: '/nowhere/clock' }, 'REGROUP_SANDBOX_CLOCK'],
    ['a sandbox open to the network', { ...SANDBOX, HOST: '0.0.0.0' }, 'HOST'],
  ];
  for (const [what, env, setting] of refused) {
    it(`refuses ${what}, and names ${setting}`, () => {
      assert.throws(
        () => readConfig(env),
        (error: unknown) => error instanceof ConfigProblem && error.setting === setting && error.advice.length > 20,
      );
    });
  }
});

describe('the sandbox', () => {
  it('is the same tenant and application for the bot as for the simulated Microsoft 365', () => {
    assert.deepEqual([SANDBOX_APP, SANDBOX_TENANT], [OAKFIELD.appId, OAKFIELD.tenantId]);
  });
});

describe('readOrganisation()', () => {
  const example = readFileSync(EXAMPLE, 'utf8');

  it('reads the example file', () => {
    const organisation = readOrganisation(example);

    assert.equal(organisation.dpo.length, 1);
    assert.equal(organisation.phones.dsl, '01632 960177');
  });

  const approversFor = (purposes: string) =>
    `approversFor:\n  - { purposes: ${purposes}, group: 00000000-0000-4000-8001-000000000003 }\n`;

  it('reads the approvers for a purpose', () => {
    const organisation = readOrganisation(`${example}\n${approversFor('[T-TRIP]')}`);

    assert.deepEqual(organisation.approversFor, [
      { purposes: ['T-TRIP'], group: '00000000-0000-4000-8001-000000000003' },
    ]);
  });

  const wrong: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['an unknown key', (text) => `${text}\nadmins: x\n`, /admins/],
    ['a missing key', (text) => text.replace(/^daysToAttest.*$/m, ''), /daysToAttest/],
    ['a group given by its name', (text) => text.replace(/^approvers:.*$/m, 'approvers: Heads'), /approvers/],
    ['a purpose for two groups', (text) => `${text}\n${approversFor('[T-TRIP, T-TRIP]')}`, /approversFor.*twice/],
    ['approvers for no purpose', (text) => `${text}\n${approversFor('[]')}`, /approversFor\.0\.purposes/],
    ['approvers for a department', (text) => `${text}\n${approversFor('[A], departments: [PE]')}`, /approversFor\.0/],
    ['no DPO', (text) => text.replace(/^dpo:\n.*$/m, 'dpo: []'), /dpo/],
    ['an address without https', (text) => text.replace('https://messaging', 'http://messaging'), /parentMessaging/],
    ['a file that is not YAML', () => 'name: "open', /Line 1/],
    ['an empty file', () => '', /not right/],
  ];
  for (const [what, change, advice] of wrong) {
    it(`says where the file has ${what}`, () => {
      const text = change(example);

      assert.notEqual(text, example);
      assert.throws(
        () => readOrganisation(text),
        (error: unknown) => error instanceof ConfigProblem && advice.test(error.advice),
      );
    });
  }
});

describe('settings()', () => {
  it('finds nothing wrong with a full set, and shows no secret', () => {
    const found = settings(REAL);

    assert.deepEqual(
      found.filter(({ state }) => state !== 'ok'),
      [],
    );
    assert.ok(!JSON.stringify(found).includes('not-a-real-secret'));
  });

  it('lists everything that is missing at once, each with what to do', () => {
    const found = settings({}).filter(({ state }) => state !== 'ok');

    assert.deepEqual(
      found.map(({ name, state }) => `${name} ${state}`),
      [
        'MICROSOFT_APP_ID missing',
        'MICROSOFT_APP_TYPE missing',
        'MICROSOFT_APP_TENANT_ID missing',
        'MICROSOFT_APP_PASSWORD missing',
        'REGROUP_ORGANISATION missing',
      ],
    );
    for (const { advice } of found) assert.match(advice, /^Set it to /);
  });

  it('calls a broken organisation file wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'regroup-config-'));
    try {
      const file = join(folder, 'organisation.yaml');
      writeFileSync(file, 'name: 3');

      const found = settings({ ...REAL, REGROUP_ORGANISATION: file });

      assert.equal(found.find(({ name }) => name === 'REGROUP_ORGANISATION')?.state, 'wrong');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const keys: readonly (readonly [string, Env, 'ok' | 'wrong', RegExp])[] = [
    ['https://oakfield.vault.azure.net/secrets/audit-key', REAL, 'ok', /Key Vault/],
    ['https://oakfield.vault.azure.net/secrets/audit-key', SANDBOX, 'wrong', /sandbox signs in to nothing/],
    ['https://example.org/secrets/audit-key', REAL, 'wrong', /VAULT\.vault\.azure\.net/],
    ['/there/is/no/such/key.pem', REAL, 'wrong', /no such file/],
    [EXAMPLE, REAL, 'ok', /./],
  ];
  for (const [key, env, state, advice] of keys) {
    it(`calls ${key} ${state} as the key of the record${env === SANDBOX ? ' in the sandbox' : ''}`, () => {
      const found = settings({ ...env, REGROUP_AUDIT_KEY: key }).find(({ name }) => name === 'REGROUP_AUDIT_KEY');

      assert.equal(found?.state, state);
      assert.match(found.advice, advice);
    });
  }
});
