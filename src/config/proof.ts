import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { given, missing, ok, wrong, type Env, type Reading } from './reading.js';

const PASSWORD = 'MICROSOFT_APP_PASSWORD';
const CERTIFICATE = 'MICROSOFT_APP_CERTIFICATE';
const TOKEN_FILE = 'AZURE_FEDERATED_TOKEN_FILE';

/**
 * How the application proves to Microsoft that it is itself: a secret or a certificate, of which a single-tenant app needs one; or a
 * managed identity, which needs nothing. A token file of the platform (workload identity) takes their place for Microsoft Graph.
 */
export function proof(env: Env, sandboxed: boolean) {
  const isManaged = given(env, 'MICROSOFT_APP_TYPE') === 'UserAssignedMSI';
  return {
    password: password(env, sandboxed, isManaged),
    certificate: certificate(env, isManaged),
    tokenFile: tokenFile(env),
  };
}

function password(env: Env, sandboxed: boolean, isManaged: boolean): Reading<string | null> {
  const value = given(env, PASSWORD);
  if (isManaged)
    return value === null
      ? ok(PASSWORD, null, 'Not set, as it has to be for a managed identity.')
      : wrong(PASSWORD, 'A managed identity has no password. Remove it, or set MICROSOFT_APP_TYPE to SingleTenant.');
  if (sandboxed) return ok(PASSWORD, value, 'Not used in the sandbox.');
  if (given(env, CERTIFICATE) !== null)
    return value === null
      ? ok(PASSWORD, null, `Not set: ${CERTIFICATE} is used.`)
      : wrong(PASSWORD, `Remove it, or ${CERTIFICATE}: the application signs in with one of them.`);
  if (value !== null) return ok(PASSWORD, value);
  return missing(PASSWORD, `Set it to a client secret of the single-tenant app, or set ${CERTIFICATE}.`);
}

/** A PEM file with the certificate and its private key. */
function certificate(env: Env, isManaged: boolean): Reading<string | null> {
  const file = given(env, CERTIFICATE);
  if (file === null) return ok(CERTIFICATE, null, 'Not set.');
  if (isManaged) return wrong(CERTIFICATE, 'A managed identity has no certificate of yours. Remove it.');
  try {
    const pem = readFileSync(file, 'utf8');
    const isPair = new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem));
    return isPair
      ? ok(CERTIFICATE, file)
      : wrong(CERTIFICATE, 'The private key in the file is of another certificate.');
  } catch (error) {
    // Nothing of what stands in the file is repeated.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no PEM';
    return wrong(CERTIFICATE, `The file has to hold a certificate and its private key as PEM (${code}).`);
  }
}

function tokenFile(env: Env): Reading<string | null> {
  const file = given(env, TOKEN_FILE);
  if (file === null) return ok(TOKEN_FILE, null, 'Not set.');
  return ok(TOKEN_FILE, file, 'Set by the platform: Microsoft Graph is reached with it (workload identity).');
}
