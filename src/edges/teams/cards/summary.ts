import { count, day, dayAndTime, fullDate, shortDay, workingDaysAfter } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import type { State } from '../../../migration/migration.js';
import type { Level } from '../../../retention/evidence.js';
import { isProved } from '../../../retention/state.js';
import { gapsIn, type Gap } from '../../../summary/gaps.js';
import { beginOf } from '../../../summary/period.js';
import type { Figures, TeamLevels } from '../../../summary/summary.js';
import { nameOf, shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card, type TemplateData } from './template.js';

type Attention = { readonly mark: '✕' | '!' | '?'; readonly lead: string; readonly text: string };
/** `name` is the directory's or a person's own text; `text` is ours. */
type Named = { readonly name: string; readonly text: string };

const MOST_APPROVALS = 3;
const MOST_TEAMS = 4;
const MOST_CLUSTERS = 3;
const DAY_MS = 86_400_000;
/** So long before it ends, what Regroup signs in with is to be renewed. */
const DAYS_AHEAD = 30;

const filled = template('summary');

/** The stages of a group's life that an administrator thinks in, and the states that belong to each. */
const STAGES: readonly { readonly stage: string; readonly states: readonly State[] }[] = [
  { stage: 'Draft', states: ['draft', 'sent-back', 'expired'] },
  { stage: 'Waiting for approval', states: ['submitted'] },
  {
    stage: 'Moving',
    states: [
      'approved',
      'provisioning',
      'objecting',
      'importing',
      'members',
      'retention-pending',
      'notifying',
      'closing',
    ],
  },
  { stage: 'Closed', states: ['closed'] },
  { stage: 'Stopped', states: ['stopped'] },
];

const GAPS: Readonly<Record<Gap['kind'], string>> = {
  unsigned: 'Audit record not signed',
  undelivered: 'Checkpoints not with the DPO',
};

/** A level in a word or two, with the mark that says whether somebody has to look. */
const LEVELS: Readonly<Record<Level, string>> = {
  none: '! no evidence',
  declared: '! level 1 of 5',
  'in-scope': '! level 2 of 5',
  distributed: '! level 3 of 5',
  effective: '✓ level 4 of 5',
  sampled: '✓ level 5 of 5',
  contradicted: '✕ contradicted',
  drifted: '✕ no longer proved',
  unknown: '! evidence too old',
};

/** What needs attention first, then the numbers. Throws without figures: the scene of a summary has them. */
export function summaryCard({ period }: Extract<View, { readonly kind: 'summary' }>, scene: Scene): Card {
  const { figures, levels, now } = scene;
  if (figures === null) throw new Error('a summary cannot be drawn without its figures');
  const attention = needed(figures, levels, scene);
  const heading =
    attention.length === 0
      ? 'Nothing needs attention'
      : `${count(attention.length, 'thing needs', 'things need')} attention`;
  const since = fullDate(beginOf(period, now));
  const bars = stages(figures);
  return filled({
    text: `Summary since ${since}: ${count(figures.groupsKnown, 'group', 'groups')} known. ${heading}.`,
    today: day(now),
    heading,
    attention,
    otherwise: scene.toldOtherwise > 0,
    period,
    pairs: numbers(figures),
    stages: bars.length === 0 ? '' : `${bars.map(({ stage, groups }) => `${stage} ${groups}`).join(', ')}.`,
    bars,
    sections: [unsettled(figures, scene), approvals(figures, scene), retention(levels)].filter(
      ({ lines }) => lines.length > 0,
    ),
    since,
  });
}

function needed(figures: Figures, levels: readonly TeamLevels[], scene: Scene): readonly Attention[] {
  const { attestations, questions, openIncidents, onHold } = figures;
  const late = overdue(figures, scene);
  const days = count(scene.organisation.daysToDecide, 'working day', 'working days');
  const silent = attestations.asked - attestations.attested - attestations.cannot;
  const teams = (n: number) => count(n, 'team', 'teams');
  const against = levels.filter(({ messages, files }) => isAlarm(messages) || isAlarm(files)).length;
  const messages = unproved(levels, 'messages');
  const files = unproved(levels, 'files');
  const all: readonly (readonly [number, Attention])[] = [
    [against, { mark: '✕', lead: 'Evidence against retention', text: `in ${teams(against)}` }],
    [
      openIncidents,
      { mark: '!', lead: count(openIncidents, 'possible breach', 'possible breaches'), text: 'for the DPO to look at' },
    ],
    [
      scene.toldOtherwise,
      {
        mark: '!',
        lead: count(scene.toldOtherwise, 'person', 'people'),
        text: 'told otherwise than the policy says now',
      },
    ],
    [late, { mark: '!', lead: count(late, 'approval', 'approvals'), text: `waiting more than ${days}` }],
    [messages, { mark: '!', lead: 'Messages not proved', text: `in ${teams(messages)}` }],
    [files, { mark: '!', lead: 'Files not proved', text: `in ${teams(files)}` }],
    [
      attestations.cannot,
      { mark: '!', lead: count(attestations.cannot, 'member', 'members'), text: 'could not clear their phones' },
    ],
    [onHold, { mark: '!', lead: count(onHold, 'move', 'moves'), text: 'on hold: delete nothing' }],
    [silent, { mark: '!', lead: count(silent, 'member', 'members'), text: 'not attested yet' }],
    [
      questions.withDpo,
      {
        mark: '?',
        lead: count(questions.withDpo, 'question', 'questions'),
        text: `with the DPO${ageOf(questions, scene)}`,
      },
    ],
    [questions.open, { mark: '?', lead: count(questions.open, 'question', 'questions'), text: 'without an answer' }],
  ];
  const gaps = gapsIn(figures.log, scene.now).map(({ kind, since }): Attention => ({
    mark: '!',
    lead: GAPS[kind],
    text: `since ${dayAndTime(since)}`,
  }));
  return [...gaps, ...signIn(scene), ...all.filter(([n]) => n > 0).map(([, one]) => one)];
}

/** Microsoft 365 is lost to Regroup on the day that its secret or certificate ends. */
function signIn({ signInEnds, now }: Scene): readonly Attention[] {
  if (signInEnds === null) return [];
  if (signInEnds === 'unknown')
    return [{ mark: '?', lead: 'Regroup’s sign-in', text: 'its end cannot be read: “regroup doctor” says why' }];
  const left = signInEnds.getTime() - now.getTime();
  if (left > DAYS_AHEAD * DAY_MS) return [];
  const [mark, ends] = left <= 0 ? (['✕', 'ended'] as const) : (['!', 'ends'] as const);
  return [{ mark, lead: 'Regroup’s sign-in', text: `${ends} on ${day(signInEnds)}: make a new secret or certificate` }];
}

/** Approvals that have waited longer than an approver has. */
function overdue({ approvals: waiting }: Figures, { now, organisation }: Scene): number {
  return waiting.filter(
    ({ waitingSince }) => workingDaysAfter(waitingSince, organisation.daysToDecide, organisation.schoolHolidays) < now,
  ).length;
}

function isAlarm(level: Level): boolean {
  return level === 'contradicted' || level === 'drifted';
}

/** Teams with a location that is neither proved nor, worse, contradicted: those are told apart. */
function unproved(levels: readonly TeamLevels[], location: 'messages' | 'files'): number {
  return levels.filter((team) => !isProved(team[location]) && !isAlarm(team[location])).length;
}

function numbers(figures: Figures): readonly TemplateData[] {
  const { groupsKnown, closedInPeriod, questions, attestations, openIncidents, refusals } = figures;
  const number = (n: number | string, what: string, detail: string) => ({ number: String(n), what, detail });
  return [
    [number(groupsKnown, 'groups known', 'as of now'), number(closedInPeriod, 'closed', 'in this period')],
    [
      number(questions.asked, 'questions', answersText(questions)),
      number(`${attestations.attested} of ${attestations.asked}`, 'members attested', attestedText(attestations)),
    ],
    [number(openIncidents, 'open incidents', 'as of now'), number(refusals, 'refusals', 'what people may not do')],
  ].map((pair) => ({ numbers: pair }));
}

function answersText({ asked, answered, withDpo, dpoAnswered, open }: Figures['questions']): string {
  if (asked === 0) return 'in this period';
  const byDpo = dpoAnswered === 0 ? '' : `, ${dpoAnswered} answered by the DPO`;
  return `${answered} answered, ${withDpo} with the DPO${byDpo}, ${open} without an answer`;
}

/** ", the oldest for 4 days" */
function ageOf({ oldestWithDpo }: Figures['questions'], { now }: Scene): string {
  const days = oldestWithDpo === null ? 0 : Math.floor((now.getTime() - oldestWithDpo.getTime()) / DAY_MS);
  return days === 0 ? '' : `, the oldest for ${count(days, 'day', 'days')}`;
}

/** What the questions without an answer of the policy, and the disputed ones, were about: where the policy wants a rule or a word. */
function unsettled({ questions }: Figures, { policy }: Scene) {
  const lines = questions.unsettled.map(({ audience, content, questions: n }): Named => {
    const about = content.length === 0 ? 'not said what' : content.map((one) => policy.contents[one].phrase).join(', ');
    const to = audience === 'unknown' ? '' : `, to ${policy.audiences[audience].phrase}`;
    return { name: count(n, 'question', 'questions'), text: `${about}${to}` };
  });
  const all = questions.unsettled.reduce((sum, { questions: n }) => sum + n, 0);
  const wrong = questions.disputed === 0 ? '' : `, ${questions.disputed} of them called wrong`;
  return cut(`${count(all, 'question has', 'questions have')} no settled answer${wrong}`, lines, MOST_CLUSTERS);
}

/** Somebody who has never talked with Regroup could not be sent the card. */
function attestedText({ asked, attested, unreached }: Figures['attestations']): string {
  if (asked === 0) return 'nobody was asked yet';
  return `${asked - attested} have not${unreached === 0 ? '' : `, ${unreached} could not be reached`}`;
}

function stages({ byState }: Figures): readonly { readonly stage: string; readonly groups: number }[] {
  return STAGES.map(({ stage, states }) => ({
    stage,
    groups: states.reduce((sum, state) => sum + (byState[state] ?? 0), 0),
  })).filter(({ groups }) => groups > 0);
}

function approvals({ approvals: waiting }: Figures, scene: Scene) {
  const lines = waiting.map(({ approver, waitingSince }): Named => {
    const days = Math.floor((scene.now.getTime() - waitingSince.getTime()) / DAY_MS);
    const age = days === 0 ? 'since today' : `${count(days, 'day', 'days')}, since ${shortDay(waitingSince)}`;
    return { name: nameOf(scene.person(approver)), text: age };
  });
  return cut(`${count(lines.length, 'approval waits', 'approvals wait')}`, lines, MOST_APPROVALS);
}

/** Those that need somebody first: the rest can be cut off. */
function retention(levels: readonly TeamLevels[]) {
  const rank = ({ messages, files }: TeamLevels) =>
    isAlarm(messages) || isAlarm(files) ? 0 : isProved(messages) && isProved(files) ? 2 : 1;
  const lines = levels
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, messages, files }): Named => ({
      name: shortened(name, 60),
      text: `messages ${LEVELS[messages]}, files ${LEVELS[files]}`,
    }));
  return cut('Retention: level 4 or more is proved', lines, MOST_TEAMS);
}

function cut(heading: string, lines: readonly Named[], most: number) {
  const left = lines.length - most;
  return { heading, lines: lines.slice(0, most), more: left > 0 ? `And ${left} more, not shown here.` : '' };
}
