import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../config.js';
import { clockAhead } from '../edges/graph/application.js';
import { graphCredential, openGraph, TURN, type Expiry } from '../edges/graph/graph.js';
import { grantedPermissions, PERMISSIONS } from '../edges/graph/permissions.js';
import { WorkplaceProblem } from '../migration/ports.js';

/**
 * `ok`: nothing to do. `missing`, `wrong`: Regroup does not work without it. `soon`: works today. `optional`: not there, and not needed.
 * `unknown`: could not be looked at, and is needed. `open`: could not be looked at, and is not needed for a start.
 */
export type State = 'ok' | 'missing' | 'wrong' | 'soon' | 'optional' | 'unknown' | 'open';
export type Finding = { readonly state: State; readonly name: string; readonly advice: string };

const PATIENCE_MS = 20_000;
const GRANT =
  'In the Entra admin centre, add it to the application (API permissions, Microsoft Graph, application permissions) and grant admin consent.';

/** What the application's own token says: which permissions were granted and consented to. */
export async function permissionFindings(config: Config): Promise<readonly Finding[]> {
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Late()), PATIENCE_MS).unref();
    });
    const permissions = await Promise.race([grantedPermissions(graphCredential(config)), late]);
    return permissions.map(({ name, reason, optional, granted }) => {
      if (granted) return { state: 'ok', name, advice: reason };
      if (optional) return { state: 'optional', name, advice: `Not granted, and not needed. ${reason}` };
      return { state: 'missing', name, advice: `${reason} ${GRANT}` };
    });
  } catch (error) {
    return permissionsUnseen(`Not looked at: the application could not sign in (${refusal(error)}).`);
  }
}

/** Every permission with its reason, where none could be looked at. */
export function permissionsUnseen(why: string): readonly Finding[] {
  return PERMISSIONS.map(({ name, reason, optional }) => ({
    state: optional ? 'open' : 'unknown',
    name,
    advice: `${why} ${optional ? 'Optional: ' : ''}${reason}`,
  }));
}

class Late extends Error {
  override readonly name = 'no answer in 20 seconds';
}

/** Entra's own code, which can be looked up; its sentence holds ids and addresses. */
function refusal(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /AADSTS\d+/.exec(error.message)?.[0] ?? codeOf(error) ?? error.name;
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const DAY_MS = 86_400_000;
/** An administrator wants to hear of an end this long before. */
const SOON_DAYS = 30;

/** Until when the application can sign in. */
export async function signInFindings(config: Config, now: number): Promise<readonly Finding[]> {
  const { app } = config;
  if (config.sandbox === null && app.type === 'UserAssignedMSI')
    return [{ state: 'ok', name: 'sign-in', advice: 'A managed identity: nothing that expires.' }];
  if (app.certificate !== null) {
    const { validTo } = new X509Certificate(readFileSync(app.certificate, 'utf8'));
    return [endFinding('certificate', Date.parse(validTo), now)];
  }
  return registeredFindings(config, now);
}

/** What Entra has: an application may have several secrets, and which one is in use nobody can see. */
async function registeredFindings(config: Config, now: number): Promise<readonly Finding[]> {
  const { application } = openGraph({
    sandboxUrl: config.sandbox?.graph ?? null,
    credential: graphCredential(config),
    report: () => undefined,
    patience: TURN,
  });
  try {
    const expiries = await application.expiries(config.app.id);
    return expiries.length === 0
      ? [
          {
            state: 'open',
            name: 'secret',
            advice: 'Entra shows none for this application: note the day it ends yourself.',
          },
        ]
      : expiries.map(({ kind, endsAt }: Expiry) => endFinding(kind, endsAt.getTime(), now));
  } catch (error) {
    if (!(error instanceof WorkplaceProblem)) throw error;
    const why = error.missing === 'Application.Read.All' ? 'Application.Read.All is not granted' : error.code;
    const advice = `Its end cannot be read (${why}): note the day yourself, and renew it before.`;
    return [{ state: 'open', name: 'secret', advice }];
  }
}

function endFinding(name: string, endsAt: number, now: number): Finding {
  const day = new Date(endsAt).toISOString().slice(0, 10);
  const days = Math.floor((endsAt - now) / DAY_MS);
  if (endsAt <= now) return { state: 'wrong', name, advice: `It ended on ${day}. Make another one, and set it.` };
  if (days <= SOON_DAYS)
    return { state: 'soon', name, advice: `It ends on ${day}, in ${days} days. Make another one now.` };
  return { state: 'ok', name, advice: `It ends on ${day}.` };
}

/** Tokens are taken for wrong when clocks differ by more than this. */
const MOST_SKEW_MS = 300_000;
/** From here on somebody should look, before it is too much. */
const SOME_SKEW_MS = 30_000;

/** Whether this machine's clock agrees with Microsoft's. */
export async function clockFinding(config: Config, now: () => number): Promise<Finding> {
  const name = 'clock';
  const ahead = await clockAhead(config.sandbox?.graph ?? null, now);
  if (ahead === null)
    return { state: 'open', name, advice: 'Microsoft Graph did not answer, so the clocks were not compared.' };
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  const differs = `This machine’s clock is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Microsoft’s.`;
  if (Math.abs(ahead) > MOST_SKEW_MS)
    return { state: 'wrong', name, advice: `${differs} Sign-ins fail: let it be set from the network.` };
  if (Math.abs(ahead) > SOME_SKEW_MS)
    return { state: 'soon', name, advice: `${differs} Let it be set from the network.` };
  return { state: 'ok', name, advice: 'It agrees with Microsoft’s.' };
}
