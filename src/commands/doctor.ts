import { readConfig, settings, type Setting } from '../config.js';
import { graphCredential } from '../edges/graph/credential.js';
import { grantedPermissions, PERMISSIONS } from '../edges/graph/permissions.js';
import { PolicyProblem } from '../guidance/policy.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { policyOf } from './policy.js';

/** `ok`: nothing to do. `missing`, `wrong`: Regroup does not work without it. `unknown`: could not be looked at. */
type State = 'ok' | 'missing' | 'wrong' | 'optional' | 'unknown';
type Finding = { readonly state: State; readonly name: string; readonly advice: string };

const PATIENCE_MS = 20_000;
const GRANT =
  'In the Entra admin centre, add it to the application (API permissions, Microsoft Graph, application permissions) and grant admin consent.';

export const doctor: Command = {
  usage: [['doctor', 'Each setting and permission: whether it is right, and what to do']],
  run: async (args, terminal) => {
    if (readArguments(args, {}).positionals.length > 0) throw new CommandProblem('Say "doctor", and nothing more.');
    const found = settings(terminal.env);
    section(terminal, 'Settings', found);
    const policy = [policyFinding(terminal)];
    section(terminal, 'Policy', policy);
    const permissions = await permissionFindings(terminal, found);
    section(terminal, 'Permissions in Microsoft Graph', permissions);
    const conclusion = verdict([...found, ...policy, ...permissions]);
    terminal.out(`\n${conclusion ?? 'Regroup can start.'}`);
    return conclusion === null ? 0 : 1;
  },
};

/** What is left to do; null when nothing is. */
function verdict(findings: readonly Finding[]): string | null {
  const names = findings.filter(({ state }) => state === 'missing' || state === 'wrong').map(({ name }) => name);
  const isOpen = findings.some(({ state }) => state === 'unknown');
  if (names.length === 0) return isOpen ? 'The permissions could not be looked at.' : null;
  return `To mend: ${names.join(', ')}.${isOpen ? ' Then run this again to look at the permissions.' : ''}`;
}

function section({ out }: Terminal, title: string, findings: readonly Finding[]): void {
  const width = Math.max(...findings.map(({ name }) => name.length));
  out(`\n${title}`);
  for (const { state, name, advice } of findings) out(`  ${state.padEnd(8)} ${name.padEnd(width)}  ${advice}`);
}

function policyFinding(terminal: Terminal): Finding {
  try {
    const { name, status } = policyOf(terminal);
    return { state: 'ok', name: 'policy pack', advice: `${name}, ${status}` };
  } catch (error) {
    if (error instanceof PolicyProblem) return { state: 'wrong', name: 'policy pack', advice: error.message };
    const code = codeOf(error);
    if (code !== null) return { state: 'wrong', name: 'policy pack', advice: `The file cannot be read (${code}).` };
    throw error;
  }
}

/** What the application's own token says. Without settings there is no token to ask for. */
async function permissionFindings({ env }: Terminal, found: readonly Setting[]): Promise<readonly Finding[]> {
  if (found.some(({ state }) => state !== 'ok')) return unknown('Not looked at: the settings come first.');
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Late()), PATIENCE_MS).unref();
    });
    const permissions = await Promise.race([grantedPermissions(graphCredential(readConfig(env))), late]);
    return permissions.map(({ name, reason, optional, granted }) => {
      if (granted) return { state: 'ok', name, advice: reason };
      if (optional) return { state: 'optional', name, advice: `Not granted, and not needed. ${reason}` };
      return { state: 'missing', name, advice: `${reason} ${GRANT}` };
    });
  } catch (error) {
    return unknown(`Not looked at: the application could not sign in (${refusal(error)}).`);
  }
}

function unknown(advice: string): readonly Finding[] {
  return PERMISSIONS.filter(({ optional }) => !optional).map(({ name }) => ({ state: 'unknown', name, advice }));
}

class Late extends Error {
  override readonly name = 'no answer in 20 seconds';
}

/** Entra's own code, which can be looked up; its sentence holds ids and addresses. */
function refusal(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /AADSTS\d+/.exec(error.message)?.[0] ?? codeOf(error) ?? error.name;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
