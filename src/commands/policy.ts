import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPolicy } from '../guidance/policy.js';
import type { Policy } from '../guidance/types.js';
import type { Terminal } from './command.js';

/** From src/commands and from dist/commands alike; whoever calls may be in any folder. */
const PACK = fileURLToPath(new URL('../../policies/uk-schools.yaml', import.meta.url));

/** The policy pack that is set, or the one that comes with Regroup. Throws `PolicyProblem` naming file, line and key. */
export function policyOf({ env }: Terminal): Policy {
  const given = env['REGROUP_POLICY']?.trim() ?? '';
  const file = given === '' ? PACK : given;
  return readPolicy(readFileSync(file, 'utf8'), file);
}
