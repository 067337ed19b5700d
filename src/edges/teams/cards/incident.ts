import { dayAndTime } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { Incident } from '../../../migration/migration.js';
import { untilWords } from './export/says.js';
import { kindWords, number, span, traceWords, wallDay } from './export/words.js';
import { lapseCard } from './lapse.js';
import { bold, jobOf, line, nameOf, plain, type Line } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

/** The time that the law gives to tell the regulator, from when the organisation knows (UK GDPR, Article 33). */
const CLOCK_MS = 72 * 3_600_000;

const KINDS: Readonly<Record<Exclude<Incident['kind'], 'retention'>, string>> = {
  'outside-reader': 'People who are not staff could read a WhatsApp group that is being moved.',
  'lost-device': 'A phone with school information on it is out of control.',
};

const filled = template('incident');

/** For the DPO: what happened, in numbers, and what is theirs to decide. The group's name is in the move, not here. */
export function incidentCard({ incident }: Extract<View, { readonly kind: 'incident' }>, scene: Scene): Card {
  const { kind, retention = null } = incident;
  if (kind === 'retention') {
    if (retention === null) throw new RangeError(`${incident.id} does not say what it is about`);
    return lapseCard(incident, retention, scene);
  }
  const open = incident.state === 'open';
  const reporter = scene.person(incident.raisedBy);
  return filled({
    open,
    style: open ? 'warning' : 'default',
    heading: open ? '! Needs you: a possible data breach' : 'Looked at: a possible data breach',
    say: KINDS[kind],
    text: open
      ? 'Needs you: a possible data breach has to be looked at.'
      : 'A possible data breach has been looked at by the DPO.',
    pupils: incident.pupils > 0,
    dsl: scene.organisation.phones.dsl,
    facts: facts(incident),
    saw: saw(incident, scene),
    by: nameOf(reporter),
    job: jobOf(reporter),
    ends: dayAndTime(new Date(incident.at.getTime() + CLOCK_MS)),
    id: incident.id,
  });
}

function facts(incident: Incident): readonly { readonly title: string; readonly value: string }[] {
  const people =
    incident.kind === 'lost-device'
      ? []
      : [
          { title: 'Outside', value: String(incident.outsiders) },
          { title: 'Leavers', value: String(incident.leavers) },
          { title: 'Pupils', value: String(incident.pupils) },
        ];
  return [
    { title: 'Reported', value: dayAndTime(incident.at) },
    ...people,
    ...(incident.migrationId === null ? [] : [{ title: 'Move', value: incident.migrationId }]),
    { title: 'Reference', value: incident.id },
  ];
}

/** Since when they could read, and what there was to read: from an export, which is a lead and not proof. */
function saw({ exposure, outsiders, leavers, pupils }: Incident, scene: Scene): readonly Line[] {
  if (exposure === null) return [];
  const { seen, since, until, entries, kinds, traces } = exposure;
  const all = outsiders + leavers + pupils;
  const likely = traceWords(traces, scene.policy);
  const dates =
    since === null ? 'none of them is seen in it.' : `first seen on ${wallDay(since)}. ${untilWords(until)}`;
  return [
    line(bold('Since when: '), plain(dates)),
    ...(since !== null && seen < all ? [line(plain(`The export shows ${seen} of these ${all} people.`))] : []),
    line(bold('In the group: '), plain(`${number(entries)} entries, ${span(exposure)}. ${kindWords(kinds)}.`)),
    line(bold('Personal data: '), plain(likely === '' ? 'no sign of it in the texts.' : `likely, ${likely}.`)),
    line(plain('This is counted from an export that the owner gave. It is a lead, not proof.')),
  ];
}
