import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { proof } from './config/proof.js';
import { given, missing, ok, wrong, type Env, type Reading } from './config/reading.js';
import { databaseOwnerUrl, databaseUrl } from './config/database.js';
import { flag, isLoopback, sandbox, type Sandbox } from './config/sandbox.js';
import { organisationFrom, OrganisationProblem } from './conversation/organisation.js';
import type { Organisation } from './conversation/world.js';
import { isVaultSecret } from './edges/signing/key-vault.js';
import { DEFAULT_PACK, listOfFiles } from './guidance/files.js';
import { readKey } from './retention/signature.js';

export type { Env } from './config/reading.js';

/** How Regroup proves to Microsoft that it is itself. Everything else is refused: botbuilder takes a typo for "multi-tenant". */
export type AppType = 'SingleTenant' | 'UserAssignedMSI';

/** Everything that is set from outside. Read once, at the start. */
export type Config = {
  readonly app: {
    readonly id: string;
    readonly type: AppType;
    readonly tenantId: string;
    /** Of a single-tenant app that signs in with a secret; null for a certificate and for a managed identity. */
    readonly password: string | null;
    /** Path of a PEM file with the certificate of a single-tenant app and its private key. */
    readonly certificate: string | null;
    /** Path of a file in which the platform keeps a token of its own: workload identity, for Microsoft Graph. */
    readonly tokenFile: string | null;
  };
  /** The simulated Microsoft 365 on this machine; null when Regroup works for real. */
  readonly sandbox: Sandbox | null;
  /** Null in the sandbox when no file is given: Oakfield is taken then. */
  readonly organisation: Organisation | null;
  /** The secret that read-outs of Purview are signed with; null when none are taken. */
  readonly evidenceKey: Uint8Array | null;
  /** The key that sealed exports are encrypted with, or the path of a file that holds it; null for one of our own in `dataDir`. */
  readonly sealKey: string | null;
  /** What signs for the audit record, and where its checkpoints go beside the DPO's chat. */
  readonly audit: {
    /** PEM file with the private key; null for one of our own in `dataDir`. */
    readonly keyFile: string | null;
    readonly folder: string | null;
  };
  /** Paths of the policy: the pack, then what is laid over it. */
  readonly policy: readonly string[];
  /** Null for a PostgreSQL of our own in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Whoever owns the tables, to change them at the start; null where the user in `databaseUrl` does. */
  readonly databaseOwnerUrl: string | null;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
};

/** A setting as `regroup doctor` shows it. `advice` says what to do, or, when nothing is wrong, what is used. */
export type Setting = { readonly name: string; readonly state: 'ok' | 'missing' | 'wrong'; readonly advice: string };

/** A setting that has to be changed before Regroup can start. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
  constructor(
    readonly setting: string,
    readonly advice: string,
  ) {
    super(`${setting}: ${advice}`);
  }
}

/** What the sandbox calls itself where nothing else is set: ids that stand for nothing outside it. */
export const SANDBOX_APP = '0a4f1e1d-0000-4000-8000-00000000b07a';
export const SANDBOX_TENANT = '0a4f1e1d-0000-4000-8000-00000000ed0a';

/** The settings, checked. Throws `ConfigProblem` with the first one that is missing or wrong. */
export function readConfig(env: Env): Config {
  const read = readings(env);
  const { app, sandbox } = read;
  need(read.flag);
  return {
    app: {
      id: need(app.id),
      type: need(app.type),
      tenantId: need(app.tenantId),
      password: need(app.password),
      certificate: need(app.certificate),
      tokenFile: need(app.tokenFile),
    },
    sandbox: sandbox && {
      graph: need(sandbox.graph),
      signIn: need(sandbox.signIn),
      files: need(sandbox.files),
      clock: need(sandbox.clock),
    },
    organisation: need(read.organisation),
    evidenceKey: need(read.evidenceKey),
    sealKey: need(read.sealKey),
    audit: { keyFile: need(read.auditKey), folder: need(read.checkpoints) },
    policy: listOfFiles(need(read.policy)),
    databaseUrl: need(read.databaseUrl),
    databaseOwnerUrl: need(read.databaseOwnerUrl),
    dataDir: need(read.dataDir),
    host: need(read.host),
    port: need(read.port),
  };
}

/** Every setting, with what is wrong with it, for `regroup doctor`. Shows no secret. */
export function settings(env: Env): readonly Setting[] {
  const { app, sandbox, ...others } = readings(env);
  const all = [...Object.values(app), ...Object.values(sandbox ?? {}), ...Object.values(others)];
  return all.map(({ name, state, advice }) => ({ name, state, advice }));
}

function need<T>(reading: Reading<T>): T {
  if (reading.state !== 'ok') throw new ConfigProblem(reading.name, reading.advice);
  return reading.value;
}

function readings(env: Env) {
  const sandboxed = env['REGROUP_SANDBOX'] === '1';
  const host = text(env, 'HOST', sandboxed ? '127.0.0.1' : '0.0.0.0');
  return {
    app: {
      id: guid(env, 'MICROSOFT_APP_ID', sandboxed ? SANDBOX_APP : null, 'the application (client) id of the bot'),
      type: appType(env, sandboxed),
      tenantId: guid(env, 'MICROSOFT_APP_TENANT_ID', sandboxed ? SANDBOX_TENANT : null, 'the directory (tenant) id'),
      ...proof(env, sandboxed),
    },
    sandbox: sandboxed ? sandbox(env) : null,
    organisation: organisation(env, sandboxed),
    evidenceKey: readKey(env['REGROUP_EVIDENCE_KEY']),
    sealKey: sealKey(env),
    auditKey: auditKey(env, sandboxed),
    checkpoints: checkpoints(env),
    policy: text(env, 'REGROUP_POLICY', DEFAULT_PACK),
    databaseUrl: databaseUrl(env),
    databaseOwnerUrl: databaseOwnerUrl(env),
    dataDir: text(env, 'REGROUP_DATA', './data'),
    host: sandboxed && !isLoopback(host.value) ? wrong('HOST', 'The sandbox listens on 127.0.0.1 only.') : host,
    port: port(env),
    flag: flag(env),
  };
}

function text(env: Env, name: string, otherwise: string): Reading<string> & { readonly value: string } {
  const value = given(env, name);
  const advice = value === null ? `Not set: ${otherwise} is used.` : 'Set.';
  return { name, state: 'ok', value: value ?? otherwise, advice };
}

function guid(env: Env, name: string, otherwise: string | null, what: string): Reading<string> {
  const value = given(env, name) ?? otherwise;
  if (value === null)
    return missing(name, `Set it to ${what}, from the Azure portal. Regroup does not start without it.`);
  if (!z.guid().safeParse(value).success) return wrong(name, `This is not an id. Set it to ${what}.`);
  return ok(name, value.toLowerCase(), given(env, name) === null ? "Not set: the sandbox's own is used." : 'Set.');
}

function appType(env: Env, sandboxed: boolean): Reading<AppType> {
  const name = 'MICROSOFT_APP_TYPE';
  const value = given(env, name) ?? (sandboxed ? 'SingleTenant' : null);
  if (value === 'SingleTenant' || value === 'UserAssignedMSI') return ok(name, value);
  const advice = 'Set it to SingleTenant or to UserAssignedMSI, written exactly so. Nothing else is supported.';
  return value === null ? missing(name, advice) : wrong(name, advice);
}

function auditKey(env: Env, sandboxed: boolean): Reading<string | null> {
  const name = 'REGROUP_AUDIT_KEY';
  const file = given(env, name);
  if (file === null) return ok(name, null, 'Not set: a key of our own in REGROUP_DATA signs for the audit record.');
  if (isVaultSecret(file))
    return sandboxed
      ? wrong(name, 'The sandbox signs in to nothing outside it. Name a file, or remove it.')
      : ok(name, file, 'A secret in Azure Key Vault signs for the audit record.');
  if (file.includes('://'))
    return wrong(name, 'Set it to a file, or to a secret: https://VAULT.vault.azure.net/secrets/NAME');
  if (existsSync(file)) return ok(name, file);
  return wrong(name, 'There is no such file. Make one: openssl genpkey -algorithm ed25519 -out FILE');
}

function checkpoints(env: Env): Reading<string | null> {
  const name = 'REGROUP_CHECKPOINT_FOLDER';
  const folder = given(env, name);
  return ok(name, folder, folder === null ? 'Not set: checkpoints go to the DPO’s chat alone.' : 'Set.');
}

function sealKey(env: Env): Reading<string | null> {
  const name = 'REGROUP_SEAL_KEY';
  const key = given(env, name);
  return ok(
    name,
    key,
    key === null ? 'Not set: a key of our own in REGROUP_DATA seals what waits for a move.' : 'Set.',
  );
}

function port(env: Env): Reading<number> {
  const value = given(env, 'PORT') ?? '3978';
  const number = Number(value);
  // 0 stands for any free port; tests use it.
  if (!/^\d+$/.test(value) || number > 65_535) return wrong('PORT', 'Set it to a port number, such as 3978.');
  return ok('PORT', number, given(env, 'PORT') === null ? 'Not set: 3978 is used.' : 'Set.');
}

/** The organisation's own facts, from the text of its file. Throws `ConfigProblem` naming the line to change. */
export function readOrganisation(yaml: string): Organisation {
  try {
    return organisationFrom(yaml);
  } catch (error) {
    throw error instanceof OrganisationProblem ? new ConfigProblem('REGROUP_ORGANISATION', error.message) : error;
  }
}

function organisation(env: Env, sandboxed: boolean): Reading<Organisation | null> {
  const name = 'REGROUP_ORGANISATION';
  const file = given(env, name);
  if (file === null && sandboxed) return ok(name, null, 'Not set: Oakfield Academy Trust is used.');
  if (file === null) return missing(name, 'Set it to the path of your copy of organisation.example.yaml.');
  try {
    return ok(name, readOrganisation(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof ConfigProblem) return wrong(name, error.advice);
    if (error instanceof Error && 'code' in error)
      return wrong(name, `The file cannot be read (${String(error.code)}).`);
    throw error;
  }
}
