import type { Purpose } from '../../../../guidance/types.js';
import { isPrivate, NEW_TEAM } from '../../../../migration/destination.js';
import type { Destination, Draft } from '../../../../migration/migration.js';
import { list } from '../../../../calendar/words.js';
import { period } from '../../../../retention/words.js';
import { inWords, LOCATIONS, locationBlock, unproved, type LocationBlock } from '../levels.js';
import { shortened } from '../runs.js';
import { among, field, type Answers, type Field } from '../complaints.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { framed, onward, type WizardView } from './frame.js';
import { purposeOf } from './simple.js';

const destination = template<{
  readonly few: string;
  readonly teams: readonly {
    readonly number: number;
    readonly id: string;
    readonly name: string;
    readonly retention: string;
  }[];
  readonly team: Field;
  readonly offersPrivate: boolean;
  readonly readers: Field;
  readonly teamName: Field;
  readonly channelName: Field;
}>('wizard-destination');

const retention = template<{
  readonly intro: string;
  readonly team: string;
  readonly period: string;
  readonly purpose: string;
  readonly new: boolean;
  readonly locations: readonly (LocationBlock & { readonly spacing: string })[];
  readonly next: string;
}>('wizard-retention');

/** More teams than this do not fit on a phone. */
const MOST_TEAMS = 12;

/** Step 5: the team, with what is known of its retention, and the name of the channel. */
export function destinationCard(view: WizardView, scene: Scene): Card {
  const middle = destinationMiddle(view.migration.draft, view, scene);
  return framed(view, { heading: 'Where does the group go?', next: onward(view) }, middle);
}

/** The teams and the names, wherever somebody chooses them. */
export function destinationMiddle(draft: Draft, view: Answers, scene: Scene): Card {
  const { destination: chosen } = draft;
  const purpose = scene.policy.schedule.find(({ id }) => id === draft.purpose) ?? null;
  const offersPrivate = scene.organisation.channels?.private === true;
  const teams = bestFirst(scene).map(({ id, name }, index) => ({
    number: index + 1,
    id,
    name: shortened(name, 60),
    retention: inWords(scene.retention(id)),
  }));
  return destination({
    few: needsFewReaders(purpose) ? FEW[offersPrivate ? 'private' : 'standard'] : '',
    teams,
    offersPrivate,
    readers: among(field(view, 'readers', storedReaders(chosen, purpose), 80), ['team', 'group']),
    team: among(field(view, 'team', storedTeam(chosen), 80), [...teams.map(({ id }) => id), NEW_TEAM]),
    teamName: field(view, 'teamName', chosen?.kind === 'new-team' ? chosen.teamName : '', 100),
    channelName: field(view, 'channelName', chosen?.channelName ?? '', 50),
  });
}

/** What to choose for work that few may read. */
const FEW = {
  private: 'Choose “Only those who join”, or a new team.',
  standard: 'Choose a team with only the people who need it, or a new team.',
} as const;

/** What was chosen before; else what the schedule wants for the purpose. */
function storedReaders(chosen: Destination | null, purpose: Purpose | null): string {
  const isChosen = chosen?.kind === 'existing-team' && chosen.teamId !== '';
  if (isChosen) return isPrivate(chosen) ? 'group' : 'team';
  return needsFewReaders(purpose) ? 'group' : 'team';
}

/** The teams whose retention is proved stand first, because they are the ones to choose. */
function bestFirst(scene: Scene): Scene['governedTeams'] {
  const open = (id: string) => unproved(scene.retention(id)).length;
  return scene.governedTeams.toSorted((a, b) => open(a.id) - open(b.id)).slice(0, MOST_TEAMS);
}

/** Step 6: how long things are kept there, and how much of that is proved. Nothing here is applied by the wizard. */
export function retentionCard(view: WizardView, scene: Scene): Card {
  const { destination: chosen } = view.migration.draft;
  const known = chosen?.kind === 'existing-team' ? scene.retention(chosen.teamId) : null;
  const isNew = chosen?.kind === 'new-team';
  const middle = retention({
    intro: isNew ? 'New team: ' : 'Team: ',
    team: teamName(chosen, scene),
    period: periodOf(purposeOf(view, scene)),
    purpose: purposeOf(view, scene)?.label ?? 'no purpose chosen yet',
    new: isNew,
    locations: isNew
      ? []
      : LOCATIONS.map((location, index) => ({
          ...locationBlock(location, known),
          spacing: index === 0 ? 'Large' : 'Small',
        })),
    next: isPrivate(chosen) ? ofPrivate(known) : whatNext(known),
  });
  return framed(view, { heading: 'Check how long things are kept', next: onward(view) }, middle);
}

/** The team's name as Microsoft 365 has it now, or as the owner typed it for a new one. */
export function teamName(chosen: Destination | null, scene: Scene): string {
  if (chosen === null || (chosen.kind === 'existing-team' && chosen.teamId === '')) return 'no team yet';
  const name = chosen.kind === 'new-team' ? chosen.teamName : (scene.team(chosen.teamId)?.name ?? '');
  return name === '' ? 'a team that is no longer there' : shortened(name, 60);
}

/** Whether the schedule wants a private channel: a standard one is read by the whole team. */
export function needsFewReaders(purpose: Purpose | null): boolean {
  return purpose !== null && purpose.channel === 'private';
}

/** The same, where it goes into a team that is there already: its members are more than those of the group. */
export function isReadByMore({ purpose, destination: chosen }: Draft, scene: Scene): boolean {
  const found = scene.policy.schedule.find(({ id }) => id === purpose) ?? null;
  return chosen?.kind === 'existing-team' && !isPrivate(chosen) && needsFewReaders(found);
}

/** "1 year": what the schedule says for the purpose. */
export function periodOf(purpose: Purpose | null): string {
  return purpose === null || purpose.days === null ? 'no period yet' : period(purpose.days);
}

function whatNext(known: ReturnType<Scene['retention']>): string {
  const open = unproved(known);
  if (open.length === 0) return 'You can continue. Both are proved today, and read again before the move goes on.';
  return `You can continue. The move then waits until ${open.length === 2 ? 'both ' : ''}${list(open)} are proved.`;
}

/** Nothing that Regroup reads is about the site of a private channel, so its approver is asked. */
function ofPrivate(known: ReturnType<Scene['retention']>): string {
  const also = unproved(known).includes('messages') ? 'Messages have to be proved. ' : '';
  return `You can continue. ${also}Files of a private channel are not proved here: the approver can let it go on without.`;
}

function storedTeam(chosen: Destination | null): string {
  if (chosen === null) return '';
  return chosen.kind === 'new-team' ? NEW_TEAM : chosen.teamId;
}
