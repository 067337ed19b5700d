import { approversOf } from '../../conversation/approver.js';
import { changesFor } from '../../conversation/corrections.js';
import { historiesOf } from '../../conversation/histories.js';
import type { View } from '../../conversation/view.js';
import type { World } from '../../conversation/world.js';
import type { Incident, Migration } from '../../migration/migration.js';
import type { Team } from '../../migration/ports.js';
import { retentionFor } from '../../migration/proving.js';
import type { Question, Tx } from '../../records/store.js';
import type { Evidence, TeamRetention } from '../../retention/evidence.js';
import { retentionOf } from '../../retention/state.js';
import type { Person } from '../../roster/person.js';
import { beginOf } from '../../summary/period.js';
import { shownTeams } from './cards/evidence.js';
import { namedInRecord } from './cards/record.js';
import { render } from './cards/render.js';
import type { Scene } from './cards/scene.js';
import type { Card } from './cards/template.js';
import { keyOf } from './notices.js';

/** Who will see the card, and where. */
export type Audience = {
  readonly reader: string;
  readonly place: 'personal' | 'shared';
  readonly sandbox: boolean;
};

/** More people than this are read with everybody at once, which is one request in place of many. */
const MOST_ONE_BY_ONE = 8;

/** The card for a view, with all it names as the directory, Microsoft 365 and the database have it now. */
export async function present(world: World, view: View, audience: Audience): Promise<Card> {
  return render(view, await sceneFor(world, view, audience));
}

async function sceneFor(world: World, view: View, audience: Audience): Promise<Scene> {
  const about = migrationOf(view);
  const more = teamsIn(view);
  const wantsTeams = about !== null || view.kind === 'summary' || more.length > 0;
  const now = world.now();
  // A card that needs nothing from the database can be shown while the database does not answer.
  const records = wantsTeams ? await world.store.transact((tx) => read(tx, world, view, about, now)) : NOTHING;
  const teams = wantsTeams ? await teamsOf(world, about, more) : new Map<string, Team>();
  const approvers = about === null ? [] : await approversOf(world, about);
  const others = [...records.attestations, ...(records.figures?.approvals ?? [])];
  const people = await peopleOf(world, [...namedIn(view, world), ...others], approvers);
  const retention = (teamId: string) => measured(world, records.evidence, teamId, about, now);
  return {
    policy: world.policy,
    organisation: world.organisation,
    now,
    ...audience,
    person: (id) => people.get(id) ?? null,
    team: (id) => teams.get(id) ?? null,
    retention: (teamId) => (wantsTeams ? retention(teamId) : null),
    governedTeams: world.organisation.governedTeams.flatMap((id) => teams.get(id) ?? []),
    approvers,
    attestations: records.attestations,
    dpoToldAt: records.dpoToldAt,
    figures: records.figures,
    signInEnds: view.kind === 'summary' ? ((await world.signInEnds?.()) ?? null) : null,
    toldOtherwise: records.toldOtherwise,
    histories: historiesOf(world),
    unreached: records.unreached,
    attachPage: world.attachPage,
    levels: view.kind === 'summary' ? levelsOf(world, teams, retention) : [],
  };
}

/** The migration that the view is about. */
function migrationOf(view: View): Migration | null {
  return 'migration' in view ? view.migration : null;
}

/** What the database has to say. */
type Records = Pick<Scene, 'figures' | 'attestations' | 'dpoToldAt' | 'toldOtherwise' | 'unreached'> & {
  readonly evidence: readonly Evidence[];
};
const NOTHING: Records = {
  figures: null,
  attestations: [],
  dpoToldAt: null,
  toldOtherwise: 0,
  unreached: [],
  evidence: [],
};

async function read(tx: Tx, world: World, view: View, about: Migration | null, now: Date): Promise<Records> {
  const evidence = await tx.evidence(teamIds(world, about));
  if (view.kind === 'summary') {
    const told = (await changesFor(tx, world)).flatMap(({ people }) => people.map(({ asker }) => asker));
    const figures = await tx.figures(beginOf(view.period, now));
    return { ...NOTHING, evidence, figures, toldOtherwise: new Set(told).size };
  }
  if (about === null) return { ...NOTHING, evidence };
  const incidents = await tx.incidentsOf(about.id);
  return {
    ...NOTHING,
    evidence,
    attestations: await tx.attestations(about.id),
    dpoToldAt: await toldAt(tx, world, incidents),
    unreached: view.kind === 'progress' ? await unreachedOf(tx, about) : [],
  };
}

/** Those who can object and do not have Regroup, so that their owner has to tell them. Leavers have no account to be told by. */
async function unreachedOf(tx: Tx, { state, draft }: Migration): Promise<readonly string[]> {
  if (state !== 'objecting') return [];
  const people = draft.members.flatMap(({ person, class: kind }) =>
    person !== null && (kind === 'staff' || kind === 'guest' || kind === 'leaver') ? [person] : [],
  );
  const found: string[] = [];
  for (const person of new Set(people)) if ((await tx.acquaintance(person)) === null) found.push(person);
  return found;
}

/** When the DPO was told of outside readers; null as long as no DPO has the card, whatever was tried. */
async function toldAt(tx: Tx, world: World, incidents: readonly Incident[]): Promise<Date | null> {
  const incident = incidents.find(({ kind }) => kind === 'outside-reader');
  if (incident === undefined) return null;
  for (const person of world.organisation.dpo) {
    const card = await tx.sentCard(keyOf({ kind: 'incident', incidentId: incident.id, person }));
    if (card !== null) return incident.at;
  }
  return null;
}

/** The governed teams, and those that the migration is about. */
function teamIds(world: World, about: Migration | null): readonly string[] {
  const destination = about?.draft.destination ?? null;
  const chosen = destination?.kind === 'existing-team' ? destination.teamId : null;
  const ids = [...world.organisation.governedTeams, chosen, about?.outcome.teamId ?? null];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** Teams that the view names without being about a move. */
function teamsIn(view: View): readonly string[] {
  if (view.kind === 'evidence') return shownTeams(view.taken).map(({ teamId }) => teamId);
  return view.kind === 'incident' && view.incident.retention != null ? [view.incident.retention.teamId] : [];
}

async function teamsOf(
  world: World,
  about: Migration | null,
  more: readonly string[],
): Promise<ReadonlyMap<string, Team>> {
  const ids = more.length > 0 ? more : teamIds(world, about);
  const found = await Promise.all(ids.map((id) => world.workplace.team(id)));
  return new Map(found.flatMap((team) => (team === null ? [] : [[team.id, team] as const])));
}

/** Measured against what the migration's purpose needs; without one, against the shortest period of the schedule. */
function measured(
  world: World,
  evidence: readonly Evidence[],
  teamId: string,
  about: Migration | null,
  now: Date,
): TeamRetention {
  const { schedule } = world.policy;
  const periods = schedule.flatMap(({ days }) => (days === null ? [] : [days]));
  const purpose = schedule.find(({ id }) => id === about?.draft.purpose);
  const days = purpose?.days ?? Math.min(...periods);
  const here = evidence.filter((one) => one.teamId === teamId);
  return about === null ? retentionOf(here, { days }, now) : retentionFor(about, here, days, now);
}

function levelsOf(
  world: World,
  teams: ReadonlyMap<string, Team>,
  retention: (teamId: string) => TeamRetention,
): Scene['levels'] {
  return world.organisation.governedTeams.map((teamId) => {
    const { messages, files } = retention(teamId);
    return { teamId, name: teams.get(teamId)?.name ?? '', messages: messages.level, files: files.level };
  });
}

type Names = string | null | { readonly person: string } | { readonly approver: string };

/** Those who are named, and those who are known already. */
async function peopleOf(
  world: World,
  names: readonly Names[],
  known: readonly Person[],
): Promise<ReadonlyMap<string, Person>> {
  const people = new Map(known.map((person) => [person.id, person]));
  const ids = [...new Set(names.flatMap((name) => idOf(name)))].filter((id) => !people.has(id));
  const found =
    ids.length > MOST_ONE_BY_ONE
      ? await world.directory.everyone()
      : await Promise.all(ids.map((id) => world.directory.person(id)));
  for (const person of found) if (person !== null) people.set(person.id, person);
  return people;
}

function idOf(name: Names): readonly string[] {
  const id = name === null || typeof name === 'string' ? name : 'person' in name ? name.person : name.approver;
  // The bot itself stands in some records where a person stands in others.
  return id === null || id === 'regroup' ? [] : [id];
}

/** Everybody whom the view names. Many cards say who the data protection officer is. */
function namedIn(view: View, { organisation }: World): readonly Names[] {
  const [officer = null] = organisation.dpo;
  const migration = migrationOf(view);
  if (migration !== null) return [officer, organisation.channels?.secondOwner ?? null, ...peopleIn(migration)];
  if ('question' in view) return [officer, ...(view.question === null ? [] : peopleAbout(view.question))];
  if (view.kind === 'record') return namedInRecord(view);
  if (view.kind === 'queue') return view.questions.map(({ asker }) => asker);
  if (view.kind === 'status')
    return [
      ...[...view.moves, ...view.toDecide, ...view.toAgree, ...view.onHold].flatMap(({ owner, approver }) => [
        owner,
        approver,
      ]),
      ...view.toAnswer.map(({ asker }) => asker),
    ];
  if (view.kind === 'running') return view.moves.map(({ owner }) => owner);
  return view.kind === 'incident' ? [officer, view.incident.raisedBy] : [];
}

function peopleAbout({ asker, escalation }: Question): readonly Names[] {
  return [asker, escalation?.answer?.by ?? null, ...(escalation?.passedBy ?? [])];
}

function peopleIn({ owner, approver, decision, draft, history, outcome, milestones }: Migration): readonly Names[] {
  return [
    owner,
    approver,
    decision?.by ?? null,
    ...draft.members.flatMap(({ person, suggested }) => [person, suggested]),
    ...draft.found,
    ...outcome.added,
    ...(outcome.readBack?.missing ?? []),
    outcome.retentionWaivedBy,
    draft.edited?.by ?? null,
    history.dpoApproved?.by ?? null,
    history.refused?.by ?? null,
    outcome.history?.acceptedBy ?? null,
    ...(outcome.holds ?? []).flatMap(({ by, ended }) => [by, ended?.by ?? null]),
    ...milestones.map(({ by }) => by),
  ];
}
