import { dayAndTime } from '../../../calendar/words.js';
import type { Incident, Lapse } from '../../../migration/migration.js';
import { isRed } from '../../../retention/drift.js';
import { policyText } from '../../../retention/words.js';
import { levelWord } from './levels.js';
import { shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

const filled = template('incident-retention');

/** For the DPO: what a team's evidence shows, measured against the schedule, and whom to ask. */
export function lapseCard(incident: Incident, lapse: Lapse, scene: Scene): Card {
  const open = incident.state === 'open';
  const red = isRed(lapse.messages) || isRed(lapse.files);
  const what = red ? 'a team is not kept as the schedule wants' : 'nobody has looked at a team’s retention for a month';
  return filled({
    text: open ? `Needs you: ${what}.` : 'The DPO has looked at the retention of a team.',
    open,
    style: open ? (red ? 'attention' : 'warning') : 'default',
    heading: open ? `${red ? '✕' : '!'} Needs you: ${what}` : 'Looked at: the retention of a team',
    say: red
      ? 'The newest evidence from Microsoft Purview does not show what the schedule needs. Messages or files may go too early, or stay too long.'
      : 'The newest evidence is more than 30 days old. A policy can be changed without anybody telling Regroup.',
    team: shortened(scene.team(lapse.teamId)?.name ?? 'A team that Microsoft 365 does not show', 60),
    facts: [
      { title: 'Found', value: dayAndTime(incident.at) },
      { title: 'Wanted', value: policyText({ days: lapse.days, action: 'keep-and-delete' }) ?? '' },
      { title: 'Messages', value: levelWord(lapse.messages) },
      { title: 'Files', value: levelWord(lapse.files) },
      { title: 'Reference', value: incident.id },
    ],
    steps: (open ? stepsFor(red) : []).map((step) => ({ step })),
    id: incident.id,
  });
}

function stepsFor(red: boolean): readonly string[] {
  const read = 'Have an administrator run the read-out script again, and send its file to Regroup.';
  if (!red) return [read];
  return ['Ask the compliance administrator what was changed in Microsoft Purview, and have it put right.', read];
}
