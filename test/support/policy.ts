import { readFileSync } from 'node:fs';
import { readPolicy } from '../../src/guidance/policy.js';
import type { Policy } from '../../src/guidance/types.js';

const FILE = 'policies/uk-schools.yaml';
let policy: Policy | null = null;

/** The pack that ships, read once. */
export function testPolicy(): Policy {
  policy ??= readPolicy(readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8'), FILE);
  return policy;
}
