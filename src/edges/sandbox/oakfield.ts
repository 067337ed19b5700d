import { evidence } from './oakfield/evidence.js';
import { MIGRATION_ACCOUNT, oakfieldId, PEOPLE } from './oakfield/people.js';
import { ADMINISTRATORS, APPROVERS, GROUPS, TEAMS } from './oakfield/teams.js';
import type { SeedOrganisation } from './seed.js';

const STARTER = oakfieldId(1);
const APPROVER = oakfieldId(2);
const DPO = oakfieldId(3);
const IT_LEAD = oakfieldId(4);
/** A teaching assistant, and a member of the group that is moved. */
const MEMBER = oakfieldId(12);

/**
 * Oakfield Academy Trust: an invented primary school to try Regroup with. Nobody in it exists, no address in it can be
 * reached (`.example`), and its numbers are from Ofcom's ranges for drama (01632 960000-960999, 07700 900000-900999).
 */
export const OAKFIELD: SeedOrganisation = {
  tenantId: '0a4f1e1d-0000-4000-8000-00000000ed0a',
  appId: '0a4f1e1d-0000-4000-8000-00000000b07a',
  people: PEOPLE,
  groups: GROUPS,
  teams: TEAMS,
  organisation: {
    name: 'Oakfield Academy Trust',
    administrators: ADMINISTRATORS,
    approvers: APPROVERS,
    dpo: [DPO],
    governedTeams: TEAMS.map(({ id }) => id),
    channels: { private: true },
    phones: { dsl: '01632 960177', office: '01632 960120', itSupport: '01632 960141' },
    parentMessaging: { name: 'Oakfield Messages', url: 'https://messages.oakfield.example/' },
    daysToDecide: 3,
    daysToAttest: 10,
    history: { nativeImport: true, account: MIGRATION_ACCOUNT, label: 'Keep 1 year', outsideSchoolHours: true },
  },
  evidence,
  personas: { starter: STARTER, approver: APPROVER, dpo: DPO, itLead: IT_LEAD, member: MEMBER },
};
