import { oakfieldId } from './people.js';
import type { SeedGroup, SeedTeam } from '../seed.js';

function groupId(n: number): string {
  return `0a4f1e1d-0000-4000-8002-${String(n).padStart(12, '0')}`;
}

function teamId(n: number): string {
  return `0a4f1e1d-0000-4000-8003-${String(n).padStart(12, '0')}`;
}

export const ADMINISTRATORS = groupId(1);
export const APPROVERS = groupId(2);
const LEADERSHIP = groupId(3);

/** Approvers are named through another group, as a real directory does it: only a look through nested groups finds them. */
export const GROUPS: readonly SeedGroup[] = [
  {
    id: ADMINISTRATORS,
    name: 'Regroup administrators',
    alias: 'regroup-administrators',
    members: [2, 3, 4].map(oakfieldId),
  },
  { id: APPROVERS, name: 'Regroup approvers', alias: 'regroup-approvers', members: [LEADERSHIP] },
  { id: LEADERSHIP, name: 'Senior leadership', alias: 'senior-leadership', members: [2, 5, 26].map(oakfieldId) },
];

/** Its messages and files are proved to be kept as the schedule says. */
export const PROVED = teamId(1);
/** What was read out contradicts what the school says about it. */
export const CONTRADICTED = teamId(2);
/** Nobody has ever looked. */
export const NONE = teamId(3);

export const TEAMS: readonly SeedTeam[] = [
  {
    id: PROVED,
    name: 'Year 6 staff',
    alias: 'year-6-staff',
    description: 'Everybody who works with Year 6.',
    owners: [2].map(oakfieldId),
    members: [1, 6, 9, 10, 25].map(oakfieldId),
    channels: ['Planning', 'Cover'],
  },
  {
    id: CONTRADICTED,
    name: 'Site and premises',
    alias: 'site-and-premises',
    description: 'Caretaking, cleaning, keys and deliveries.',
    owners: [46].map(oakfieldId),
    members: [14, 24, 26, 47].map(oakfieldId),
    channels: ['Deliveries'],
  },
  {
    id: NONE,
    name: 'Clubs and fixtures',
    alias: 'clubs-and-fixtures',
    description: 'After-school clubs and matches.',
    owners: [19].map(oakfieldId),
    members: [7, 29, 39].map(oakfieldId),
    channels: [],
  },
];
