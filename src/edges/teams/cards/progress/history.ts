import { historyLeftOut } from '../../../../migration/history.js';
import { historyNotice } from '../../../../migration/history-notice.js';
import type { Migration } from '../../../../migration/migration.js';
import { RUNNING } from '../../../../migration/ports.js';
import { bold, line, nameOf, plain, shortened, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { periodOf, teamName } from '../wizard/destination.js';

const filled = template('progress-history');

/** So many of those who cannot be reached are named; the rest are counted. */
const MOST_NAMED = 8;

/** About the chat's history, between the steps and the foot: what an officer said, whom the owner has to tell, and the way out. */
export function historyCards(migration: Migration, scene: Scene): readonly Card[] {
  if (migration.owner !== scene.reader) return [];
  const { id, ver, history } = migration;
  const refused = refusedLines(migration, scene);
  const until = migration.state === 'objecting' ? history.objectUntil : null;
  const people = until === null ? [] : unreachedLines(scene);
  const canLeave = RUNNING.includes(migration.state) && historyLeftOut(migration) !== null;
  if (refused.length === 0 && people.length === 0 && !canLeave) return [];
  const text = people.length === 0 || until === null ? '' : noticeFor(migration, scene, until);
  return [filled({ id, ver, refused, people, text: shortened(text, 2_400), canLeave })];
}

function refusedLines({ history }: Migration, scene: Scene): readonly Line[] {
  const { refused = null } = history;
  if (refused === null) return [];
  const who = bold(nameOf(scene.person(refused.by)));
  return [
    line(plain('The DPO, '), who, plain(', wants a fresh start. No old messages are moved.')),
    line(bold('Reason: '), plain(shortened(refused.reason, 500))),
  ];
}

function unreachedLines({ unreached, person }: Scene): readonly Line[] {
  const named = unreached.slice(0, MOST_NAMED).map((id) => line(bold(nameOf(person(id)))));
  const rest = unreached.length - named.length;
  return rest > 0 ? [...named, line(plain(`And ${rest} more.`))] : named;
}

function noticeFor(migration: Migration, scene: Scene, until: Date): string {
  const { draft } = migration;
  const [officer = ''] = scene.organisation.dpo;
  const purpose = scene.policy.schedule.find(({ id }) => id === draft.purpose) ?? null;
  const words = {
    team: teamName(draft.destination, scene),
    period: periodOf(purpose),
    officer: nameOf(scene.person(officer)),
    school: scene.organisation.name,
  };
  return historyNotice(migration, words, until);
}
