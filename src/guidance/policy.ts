import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { canonicalJson } from '../audit/log.js';
import { checkPolicy } from './check.js';
import { PackForm } from './form.js';
import { isMap, readLayer, type PackFile, type Values } from './layer.js';
import { mergeLayers, type Merged } from './merge.js';
import { PolicyProblem, type Fault } from './problem.js';
import { inScope, NAMED, type Settings } from './settings.js';
import type { Policy } from './types.js';

export { PolicyProblem } from './problem.js';

/** The policy of one complete pack, as `mergePolicy`. */
export function readPolicy(text: string, file: string): Policy {
  return mergePolicy([{ file, text }]);
}

/**
 * The policy in these files: a pack, then overlays in order. Throws `PolicyProblem` for the first mistake, with the file, line and key
 * where it stands: bad YAML, an unknown or missing key, an id that does not exist, a yes for a private app without a confirmation, a
 * use that no rule decides.
 */
export function mergePolicy(files: readonly PackFile[]): Policy {
  const { policy, merged, faults } = readMerged(files);
  const [fault] = policy === null ? faults : checkPolicy(policy);
  if (fault !== undefined) throw problemAt(merged, fault);
  if (policy === null) throw new Error('a policy without a fault has to be one');
  return policy;
}

/** What became of the files: the policy, or what is wrong with their shape. Throws `PolicyProblem` where they cannot be read at all. */
export function readMerged(files: readonly PackFile[]): {
  readonly policy: Policy | null;
  readonly merged: Merged;
  readonly faults: readonly Fault[];
} {
  const [pack, ...overlays] = files.map(readLayer);
  if (pack === undefined) throw new Error('a policy has at least one file');
  const merged = mergeLayers([pack, ...overlays]);
  const read = PackForm.safeParse(merged.data);
  if (!read.success) return { policy: null, merged, faults: read.error.issues.flatMap(faultsOf) };
  const hash = createHash('sha256').update(canonicalJson(merged.data)).digest('hex');
  const name = `${read.data.id} ${read.data.version} (${hash.slice(0, 12)})`;
  return { policy: { ...spoken(read.data), hash, name }, merged, faults: [] };
}

/** An unknown key is shown where it stands, not at what it stands in. */
function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ path, what: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], what: 'is not a key of a policy' }));
}

export function problemAt(merged: Merged, { path, what }: Fault): PolicyProblem {
  const { file, line } = merged.at(path);
  return new PolicyProblem(file, line, path.join('.'), what);
}

type Pack = z.output<typeof PackForm>;

/** The pack as this organisation's staff read it: its own names filled in, without steps that do not hold for it. */
function spoken(pack: Pack): Pack {
  const { settings, lexicon } = pack;
  const steps = (procedure: Pack['procedures'][string]) => procedure.steps.filter((step) => inScope(step, settings));
  const heard = Object.entries(pack.procedures).map(([id, one]) => [id, { ...one, steps: steps(one) }] as const);
  const texts = { ...pack, procedures: Object.fromEntries(heard), lexicon: null };
  return { ...(named(texts, settings) as Pack), lexicon };
}

function named(value: unknown, settings: Settings): unknown {
  if (typeof value === 'string')
    return NAMED.reduce((text, name) => text.replaceAll(`{${name}}`, settings[name]), value);
  if (Array.isArray(value)) return value.map((one) => named(one, settings));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value as Values).map(([key, one]) => [key, named(one, settings)]));
}

/** The policy's name as the audit record writes it: `uk-schools:2026.11:1a2b3c4d5e6f`. */
export function policyCode(policy: Pick<Policy, 'id' | 'version' | 'hash'>): string {
  return `${policy.id}:${policy.version}:${policy.hash.slice(0, 12)}`;
}
