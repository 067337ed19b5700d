import { createHash } from 'node:crypto';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { checkPolicy } from './check.js';
import { PackForm } from './form.js';
import type { Policy } from './types.js';

/** A mistake in a policy pack, for the person who edits it. The message names file, line and key. */
export class PolicyProblem extends Error {
  override readonly name = 'PolicyProblem';
  constructor(
    readonly file: string,
    readonly line: number,
    /** `rules.3.verdict` */
    readonly key: string,
    /** What is wrong, in our words. */
    readonly what: string,
  ) {
    super(`${file}:${line}: ${key === '' ? what : `${key}: ${what}`}`);
  }
}

/**
 * The policy pack in `text`. Throws `PolicyProblem` for the first mistake: bad YAML, an unknown or missing key, an id that does not
 * exist, a yes for a private app without a confirmation, a use that no rule decides.
 */
export function readPolicy(text: string, file: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new PolicyProblem(file, lines.linePos(broken.pos[0]).line, '', firstLine(broken.message));
  }
  const read = PackForm.safeParse(document.toJS());
  if (!read.success) {
    const [issue] = read.error.issues;
    throw problemAt(document, lines, file, (issue?.path ?? []).map(String), issue?.message ?? 'is not valid');
  }
  const hash = createHash('sha256').update(text).digest('hex');
  const name = `${read.data.id} ${read.data.version} (${hash.slice(0, 12)})`;
  const policy: Policy = { ...read.data, hash, name };
  const fault = checkPolicy(policy);
  if (fault !== null) throw problemAt(document, lines, file, fault.path, fault.what);
  return policy;
}

/** Points at the key, or at the closest thing around it that stands in the file. */
function problemAt(
  document: Document,
  lines: LineCounter,
  file: string,
  path: readonly string[],
  what: string,
): PolicyProblem {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return new PolicyProblem(file, lines.linePos(offset).line, path.join('.'), what);
  }
  return new PolicyProblem(file, 1, path.join('.'), what);
}

function offsetOf(document: Document, path: readonly string[]): number | null {
  const steps = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const node: unknown = document.getIn(steps, true);
  if (node === null || typeof node !== 'object' || !('range' in node) || !Array.isArray(node.range)) return null;
  const [start]: unknown[] = node.range;
  return typeof start === 'number' ? start : null;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** The policy's name as the audit record writes it: `uk-schools:2026.11:1a2b3c4d5e6f`. */
export function policyCode(policy: Policy): string {
  return `${policy.id}:${policy.version}:${policy.hash.slice(0, 12)}`;
}
