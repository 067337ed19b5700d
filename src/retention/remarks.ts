import type { Refusal } from './intake.js';
import type { LocationReading, Remark, RemarkCode } from './reading.js';
import { policyText } from './words.js';

const REMARKS: Readonly<Record<RemarkCode, string>> = {
  'no-policy': 'No retention policy covers it',
  'not-shown': 'May cover it; the read-out does not show whether it does',
  'switched-off': 'Switched off',
  simulation: 'In simulation: nothing is kept or deleted by it',
  'pending-deletion': 'About to be removed',
  'mode-unknown': 'The read-out does not say whether it is carried out',
  'no-rule': 'Has no rule, so it keeps and deletes nothing',
  'rule-unclear': 'Its period or its action cannot be read',
  'some-items-only': 'Is about some items only',
  'from-last-change': 'Counts from the last change of a file, not from the day it was made',
  'several-policies': 'Several policies: the longest period to keep wins over every deletion',
  'period-unsure': 'The period is not sure: a policy that is not shown in full could change it',
  'last-team':
    'This team is the only one in the policy. Never take it out: with an empty list the policy would apply to all teams',
  'files-not-covered': 'Files are not covered by the policy for messages. They need one for Microsoft 365 groups',
};

/** What is to be known about a policy, or about all of them: "Policy 3f2a1b0c: Switched off". */
export function remarkText({ code, policy }: Remark): string {
  return policy === null ? REMARKS[code] : `Policy ${policy}: ${REMARKS[code]}`;
}

/** What a read-out shows about one location, in a line: "covered, on, delivered. Keep 1 year, then delete". */
export function readingText({ covers, enabled, distribution, days, action }: LocationReading): string {
  const scope = covers === null ? 'not shown whether covered' : covers ? 'covered' : 'not covered';
  if (covers !== true) return scope;
  const force = enabled === null ? 'not shown whether on' : enabled ? 'on' : 'not in force';
  const delivered = { success: 'delivered', pending: 'delivery pending', error: 'delivery failed' } as const;
  const facts = [scope, force, distribution === null ? 'delivery not shown' : delivered[distribution]].join(', ');
  return `${facts}. ${policyText({ days, action }) ?? 'Period not shown'}`;
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'no-key': 'No secret is set to check it with. Set REGROUP_EVIDENCE_KEY.',
  'too-large': 'It is larger than a read-out can be.',
  unsigned: 'It has no signature. Give the file that the script wrote, as it is.',
  forged: 'Its signature does not fit: it was changed, or signed with another secret.',
  malformed: 'It is signed, but it is not a read-out. Is the script of this version?',
  'other-tenant': 'It is of another tenant.',
  stale: 'It was read more than a day ago. Run the script again.',
  future: 'It says it was read later than now. Set the clock of the machine that runs the script.',
  replayed: 'It was taken before. Run the script again.',
};

/** Why a read-out was not taken, and what to do. */
export function refusalText(reason: Refusal): string {
  return REFUSALS[reason];
}
