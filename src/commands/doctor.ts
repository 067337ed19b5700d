import { readConfig, settings, type Config } from '../config.js';
import { unknownPurpose } from '../conversation/approver.js';
import { PolicyProblem } from '../guidance/policy.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';
import { DATA } from './database.js';
import { auditFindings } from './doctor-audit.js';
import { keyFinding } from './doctor-key.js';
import { evidenceFindings } from './doctor-evidence.js';
import {
  clockFinding,
  codeOf,
  permissionFindings,
  permissionsUnseen,
  signInFindings,
  type Finding,
} from './doctor-graph.js';
import { policyOf } from './policy.js';

/** The command, by that clock. */
export function doctorAt(now: () => number): Command {
  return {
    usage: [
      [
        'doctor [--data DIR]',
        'Each setting and permission, the end of the secret, the clock and the age of the evidence: whether it is right, and what to do',
      ],
    ],
    run: (args, terminal) => examine(args, terminal, now),
  };
}

export const doctor: Command = doctorAt(Date.now);

async function examine(args: readonly string[], terminal: Terminal, now: () => number): Promise<number> {
  const { values, positionals } = readArguments(args, DATA);
  if (positionals.length > 0) throw new CommandProblem('Say "doctor", and nothing more.');
  const found = settings(terminal.env);
  section(terminal, 'Settings', found);
  const policy = [policyFinding(terminal)];
  section(terminal, 'Policy', policy);
  const looked = found.every(({ state }) => state === 'ok')
    ? await lookAt(terminal, values.data, now)
    : wouldLook(terminal);
  const conclusion = verdict([...found, ...policy, ...looked]);
  terminal.out(`\n${conclusion ?? 'Regroup can start.'}`);
  return conclusion === null ? 0 : 1;
}

/** Everything that takes the settings. */
async function lookAt(terminal: Terminal, dataDir: string | undefined, now: () => number): Promise<readonly Finding[]> {
  const config = readConfig(terminal.env);
  const purposes = purposesFinding(config, terminal);
  section(terminal, 'Approvers', purposes);
  const permissions = await permissionFindings(config);
  section(terminal, 'Permissions in Microsoft Graph', permissions);
  const others = [...(await signInFindings(config, now())), await clockFinding(config, now)];
  section(terminal, 'Sign-in', others);
  const evidence = await evidenceFindings(terminal, config, dataDir, now());
  section(terminal, 'Evidence of retention', evidence);
  const record = [...(await auditFindings(terminal, dataDir)), await keyFinding(config, terminal, dataDir)];
  section(terminal, 'Audit record', record);
  return [...purposes, ...permissions, ...others, ...evidence, ...record];
}

/** Without settings there is nothing to ask with: what would be looked at, and why. */
function wouldLook(terminal: Terminal): readonly Finding[] {
  const first = 'Not looked at: the settings come first.';
  const permissions = permissionsUnseen(first);
  section(terminal, 'Permissions in Microsoft Graph', permissions);

  section(terminal, 'Sign-in', [
    { state: 'open', name: 'sign-in', advice: `${first} Until when the application can sign in.` },
    { state: 'open', name: 'clock', advice: `${first} Whether this machine’s clock agrees with Microsoft’s.` },
  ]);
  const evidence = `${first} For each governed team, how old the newest evidence of its retention is.`;
  section(terminal, 'Evidence of retention', [{ state: 'open', name: 'evidence', advice: evidence }]);
  return permissions;
}

/** What is left to do; null when nothing is. */
function verdict(findings: readonly Finding[]): string | null {
  const names = findings.filter(({ state }) => state === 'missing' || state === 'wrong').map(({ name }) => name);
  const isOpen = findings.some(({ state }) => state === 'unknown');
  if (names.length === 0) return isOpen ? 'The permissions could not be looked at.' : null;
  return `To mend: ${names.join(', ')}.${isOpen ? ' Then run this again to look at the permissions.' : ''}`;
}

function section({ out }: Terminal, title: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const width = Math.max(0, ...findings.map(({ name }) => name.length));
  out(`\n${title}`);
  for (const { state, name, advice } of findings) out(`  ${state.padEnd(8)} ${name.padEnd(width)}  ${advice}`);
}

/** Whether every purpose with approvers of its own is in the policy's schedule. Without one there is nothing to look at. */
function purposesFinding({ organisation }: Config, terminal: Terminal): readonly Finding[] {
  const own = organisation?.approversFor ?? [];
  if (organisation === null || own.length === 0) return [];
  const name = 'approversFor';
  try {
    const unknown = unknownPurpose(organisation, policyOf(terminal));
    if (unknown === null) return [{ state: 'ok', name, advice: 'Every purpose is in the schedule.' }];
    const advice = `${unknown} is not in the policy’s schedule. Write one of its ids, or take the line out.`;
    return [{ state: 'wrong', name, advice }];
  } catch (error) {
    // The policy has a line of its own.
    if (error instanceof PolicyProblem) return [];
    throw error;
  }
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
