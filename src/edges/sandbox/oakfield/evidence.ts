import { createHash } from 'node:crypto';
import type { Evidence } from '../../../retention/evidence.js';
import { oakfieldId } from './people.js';
import { CONTRADICTED, PROVED } from './teams.js';

const DAY = 86_400_000;
const DPO = oakfieldId(3);
const IT_LEAD = oakfieldId(4);

type Found = Omit<Evidence, 'id' | 'at' | 'sha256'> & { readonly daysAgo: number };

const KEPT_A_YEAR = { days: 365, action: 'keep-and-delete', covers: true, enabled: true } as const;
const READ_OUT = { kind: 'read-out', by: IT_LEAD, distribution: 'success' } as const;
const DECLARED = { kind: 'declaration', by: DPO, covers: null, enabled: null, distribution: null } as const;

/**
 * One team whose policies were delivered more than seven days ago and read out again since; one where the read-out says
 * otherwise than the declaration: messages go after 30 days, and no policy covers the files; and nothing about the third.
 */
const FOUND: readonly Found[] = [
  { teamId: PROVED, location: 'messages', daysAgo: 24, ...READ_OUT, ...KEPT_A_YEAR },
  { teamId: PROVED, location: 'files', daysAgo: 24, ...READ_OUT, ...KEPT_A_YEAR },
  { teamId: PROVED, location: 'messages', daysAgo: 4, ...READ_OUT, ...KEPT_A_YEAR },
  { teamId: PROVED, location: 'files', daysAgo: 4, ...READ_OUT, ...KEPT_A_YEAR },
  { teamId: CONTRADICTED, location: 'messages', daysAgo: 40, ...DECLARED, days: 365, action: 'keep-and-delete' },
  { teamId: CONTRADICTED, location: 'files', daysAgo: 40, ...DECLARED, days: 365, action: 'keep-and-delete' },
  {
    teamId: CONTRADICTED,
    location: 'messages',
    daysAgo: 4,
    ...READ_OUT,
    ...KEPT_A_YEAR,
    days: 30,
    action: 'delete',
  },
  { teamId: CONTRADICTED, location: 'files', daysAgo: 4, ...READ_OUT, ...KEPT_A_YEAR, covers: false },
];

/** The evidence as it stands at that time; ids are the same whenever it is asked. */
export function evidence(now: Date): readonly Evidence[] {
  return FOUND.map(({ daysAgo, ...found }, index) => {
    const at = new Date(now.getTime() - daysAgo * DAY);
    const sha256 = createHash('sha256')
      .update(JSON.stringify({ ...found, at }))
      .digest('hex');
    return { id: `evi-OAK${String(index + 1).padStart(5, '0')}`, at, sha256, ...found };
  });
}
