import { count } from '../../../../calendar/words.js';
import { skippable } from '../../../../migration/changed.js';
import { DIFFERS } from '../../../../migration/history.js';
import type { Migration, Problem } from '../../../../migration/migration.js';
import { differenceLines } from '../history/progress.js';
import { bold, line, nameOf, plain, type Line, type Run } from '../runs.js';
import type { Scene } from '../scene.js';

/** How many people are named; the rest are counted. */
const MOST_NAMED = 6;

/** What is wrong with the move, for the code of its problem. */
const WHAT: Readonly<Record<string, string>> = {
  'permission-missing': 'Regroup lacks a permission in Microsoft 365.',
  'name-taken': 'The name of the channel or team is taken. Rename the other one, or stop this move.',
  'not-found': 'Microsoft 365 no longer has the team or a person of this move.',
  'team-missing': 'The team of this move is not there any more.',
  'team-not-ready': 'Microsoft 365 has not finished making the team for a day.',
  'purpose-unknown': 'The school’s schedule no longer has the purpose of this group.',
  'approver-unreachable': 'The approver has never written to Regroup, so Teams does not let it write to them.',
  outage: 'Microsoft 365 did not answer. Regroup goes on trying.',
  'no-licence': 'A person has no licence for Teams.',
  'account-blocked': 'A person’s account is blocked.',
  'officer-approval': 'The data protection officer has not agreed yet that old messages go along.',
  'history-differs': 'Not every old message arrived as it should.',
  'upload-gone': 'The sealed export is not there any more.',
  'other-export': 'The sealed export is another one than before.',
  'export-unreadable': 'The sealed export cannot be read.',
  'seal-altered': 'The sealed export was changed, so it is not used.',
  'seal-key-missing': 'The key of the sealed export is not on this machine.',
  'seal-key-wrong': 'The key of the sealed export is another one now.',
  'migration-account-missing': 'No account is named that posts for people without one.',
  'retention-label-missing': 'No retention label is named for the file.',
  'history-not-set-up': 'Moving old messages is not set up.',
  'import-not-begun': 'Microsoft 365 does not begin to take old messages in.',
  'not-completed': 'Microsoft 365 has not opened the channel again. Nobody can post in it.',
  'import-not-open': 'The channel takes no old messages at the moment.',
  'author-missing': 'The account of somebody who wrote old messages was deleted.',
  'label-unknown': 'The retention label that is named for the file is not there in Microsoft 365.',
  'not-destroyed': 'The sealed export could not be destroyed.',
  'folder-not-ready': 'Microsoft 365 has not made the channel’s folder for a day.',
  'not-shown': 'Microsoft 365 does not show everybody who was added.',
};

/** What is wrong with one person, after their name. */
const PERSON: Readonly<Record<string, string>> = {
  'account-blocked': '’s account is blocked.',
  'no-licence': ' has no licence for Teams.',
  'not-found': ' is not in the directory any more.',
};

/** What failed, and who has to act: the person, IT support or those who run Regroup. */
export function problemLines(migration: Migration, scene: Scene): readonly Line[] {
  const { problem } = migration.outcome;
  if (problem === null) return [];
  const people = peopleLines(migration, scene);
  const { history } = migration.outcome;
  const differs = problem.code === DIFFERS && history !== null ? differenceLines(history, scene) : [];
  const what = people.length > 0 ? people : [line(...whatIsWrong(problem)), ...differs];
  return [...what, ...whoActs(problem, scene)];
}

/** The missing permission in bold, where it is known: the one word that IT support needs. */
function whatIsWrong({ code, missing }: Problem): readonly Run[] {
  const name = missing ?? '';
  if (name === '') return [plain(WHAT[code] ?? OTHER)];
  const before = isPermission(name) ? 'Regroup lacks a permission in Microsoft 365: ' : 'Missing in Microsoft 365: ';
  return [plain(before), bold(name), plain('.')];
}

/** `Channel.Create`; what else can be missing is said in words ("a Teams licence for the owner"). */
function isPermission(missing: string): boolean {
  return /^\w+(\.\w+)+$/.test(missing);
}

const OTHER = 'Microsoft 365 refused, and did not say why.';

/** "! Needs you: 1 person not added" */
export function problemTitle(migration: Migration): string {
  const left = skippable(migration).length;
  const { problem } = migration.outcome;
  if (problem?.who === 'administrator') return '✕ Failed: IT support has to act';
  if (problem?.who === 'us') return '✕ Failed: Regroup could not go on';
  if (left > 0) return `! Needs you: ${count(left, 'person', 'people')} not added`;
  return '! Needs you before it goes on';
}

/** The button that leaves out whoever could not be added; empty when that is not what is wrong. */
export function skipTitle(migration: Migration): string {
  const left = skippable(migration).length;
  if (left === 0) return '';
  return left === 1 ? 'Skip this person' : 'Skip these people';
}

function peopleLines(migration: Migration, scene: Scene): readonly Line[] {
  if (migration.state !== 'members') return [];
  const people = skippable(migration);
  const shown = people.slice(0, MOST_NAMED).map((id) => {
    const code = migration.outcome.added.find(({ person }) => person === id)?.problem ?? '';
    return line(bold(nameOf(scene.person(id))), plain(PERSON[code] ?? ' could not be added.'));
  });
  const rest = people.length - MOST_NAMED;
  return rest > 0 ? [...shown, line(plain(`And ${count(rest, 'other person', 'other people')}.`))] : shown;
}

/** What somebody can do about old messages, in the place of asking IT support. */
const HISTORY: Readonly<Record<string, readonly string[]>> = {
  'officer-approval': ['The move waits for the DPO. You can also go on with a fresh start.'],
  'history-differs': [
    '“Try again” reads everything back once more. Or the approver accepts it as it is, on the record.',
  ],
  'upload-gone': ['Go on with a fresh start, or stop this move and start again.'],
  'other-export': ['Go on with a fresh start, or stop this move and start again.'],
  'export-unreadable': ['Go on with a fresh start, or stop this move and start again.'],
};

function whoActs(problem: Problem, scene: Scene): readonly Line[] {
  const { who, code, correlationId } = problem;
  const { itSupport } = scene.organisation.phones;
  if (code === 'approver-unreachable')
    return [line(plain('Ask them to open Regroup in Teams and write “hello”. The card then reaches them.'))];
  if (HISTORY[code] !== undefined) return HISTORY[code].map((text) => line(plain(text)));
  if (who === 'person') return [line(plain(`Ask IT support (${itSupport}) to put it right. Then select “Try again”.`))];
  const ring =
    who === 'administrator'
      ? `${whatToAsk(problem, itSupport)} Then select “Try again”.`
      : `You did nothing wrong. Tell IT support (${itSupport}), then select “Try again”.`;
  return [line(plain(ring)), line(plain('Reference: '), plain(correlationId))];
}

function whatToAsk({ code, missing }: Problem, itSupport: string): string {
  if (code !== 'permission-missing') return `IT support (${itSupport}) has to put it right.`;
  const grant = isPermission(missing ?? '') ? 'to grant it' : 'to put it right';
  return `Ask IT support (${itSupport}) ${grant}. The command “regroup doctor” checks it.`;
}
