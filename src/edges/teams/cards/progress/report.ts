import { count, day, dayAndTime } from '../../../../calendar/words.js';
import { isPrivate } from '../../../../migration/destination.js';
import type { Migration } from '../../../../migration/migration.js';
import { isUntold } from '../../../../migration/notice.js';
import { differenceLines, goneWords, leftBehind, movedSummary, objectedWords } from '../history/progress.js';
import { nameOf, plain, line, shortened, type Line, type Run } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { teamName } from '../wizard/destination.js';
import { peopleWords } from '../wizard/review.js';
import { holdWords } from './holding.js';
import { riskGroups, type Group } from './people.js';
import { attestedOf } from './steps.js';

type Fact = { readonly title: string; readonly runs: readonly Run[] };

const report = template<{
  readonly facts: readonly Fact[];
  readonly groups: readonly Group[];
  readonly not: readonly Line[];
}>('progress-report');

/** The closing report: who approved, dates, counts, the retention state, what was not done, and who has not attested. */
export function reportCard(migration: Migration, scene: Scene): Card {
  return report({
    facts: facts(migration, scene),
    groups: [...differing(migration, scene), ...riskGroups(scene)],
    not: notDone(migration, scene),
  });
}

function facts(migration: Migration, scene: Scene): readonly Fact[] {
  const { draft, decision, outcome, milestones, startedAt } = migration;
  const fact = (title: string, ...runs: readonly Run[]): Fact => ({ title, runs });
  const { attested, all } = attestedOf(scene);
  const holds = holdWords(migration, scene);
  const { join, out } = peopleWords(draft);
  const where = isPrivate(draft.destination) ? 'private channel' : 'team';
  const present = outcome.readBack === null ? 'Not read back.' : isIn(outcome.readBack, where);
  const closedAt = milestones.findLast(({ state }) => state === 'closed')?.at ?? migration.changedAt;
  const approved = decision === null ? 'Nobody' : nameOf(scene.person(decision.by));
  return [
    fact('Approved', plain(approved), plain(decision === null ? '' : `, ${day(decision.at)}`)),
    fact('Dates', plain(`Started ${day(startedAt)}, closed ${dayAndTime(closedAt)}`)),
    fact(
      'Channel',
      plain(shortened(draft.destination?.channelName ?? 'None', 50)),
      plain(' in '),
      plain(teamName(draft.destination, scene)),
    ),
    fact('People', plain(`${join}. ${out}. ${present}`)),
    ...historyFacts(migration, scene),
    fact('Retention', ...retention(migration, scene)),
    ...(holds.length === 0 ? [] : [fact('Hold', ...holds)]),
    fact('Attested', plain(`${attested} of ${all} people. These are their own statements.`)),
  ].map(({ title, runs }) => ({ title, runs: runs.filter(({ text }) => text !== '') }));
}

/** What of the chat went along, who agreed, what differs, and whether the sealed export is gone. */
function historyFacts(migration: Migration, scene: Scene): readonly Fact[] {
  const { history: done } = migration.outcome;
  const { dpoApproved, refused = null } = migration.history;
  if (refused !== null) {
    const by = plain(nameOf(scene.person(refused.by)));
    return [
      { title: 'History', runs: [plain('Fresh start: '), by, plain(' kept the old messages from going along.')] },
    ];
  }
  if (done === null || migration.draft.history === 'fresh-start') return [];
  const agreed =
    dpoApproved === null ? [] : [plain(' Agreed by '), plain(nameOf(scene.person(dpoApproved.by))), plain('.')];
  const read = done.reconciledAt === null ? 'Not read back.' : `Read back on ${day(done.reconciledAt)}.`;
  const by =
    done.acceptedBy === null ? [] : [plain(' Accepted by '), plain(nameOf(scene.person(done.acceptedBy))), plain('.')];
  const differs = Object.values(done.differences).reduce((sum, n) => sum + n, 0);
  const found = differs === 0 ? 'Nothing differs.' : `${count(differs, 'difference', 'differences')}.`;
  return [
    { title: 'History', runs: [plain(`${movedSummary(migration)}. ${read} ${found}`), ...by, ...agreed] },
    { title: 'Objected', runs: [plain(objectedWords(migration))] },
    { title: 'Export', runs: [plain(goneWords(done))] },
  ];
}

/** What was accepted although it differs from what was to arrive. */
function differing({ outcome }: Migration, scene: Scene): readonly Group[] {
  const lines = outcome.history === null ? [] : differenceLines(outcome.history, scene);
  return lines.length === 0 ? [] : [{ title: 'What did not arrive as it should', says: '', people: lines }];
}

function isIn({ at, expected, present }: NonNullable<Migration['outcome']['readBack']>, where: string): string {
  return `${present} of ${expected} are in the ${where}, read back on ${day(at)}.`;
}

function retention({ outcome, milestones }: Migration, scene: Scene): readonly Run[] {
  const at = milestones.findLast(({ state }) => state === 'notifying')?.at;
  const when = at === undefined ? '' : ` on ${day(at)}`;
  if (outcome.retentionProved) return [plain(`Proved for messages and files${when}`)];
  const by = outcome.retentionWaivedBy;
  if (by === null) return [plain('Not proved')];
  return [plain('Not proved. '), plain(nameOf(scene.person(by))), plain(` let it go on without proof${when}`)];
}

/** The card for everybody in the new channel, and who can see to it. */
function unwelcomed({ outcome: { welcome } }: Migration): readonly string[] {
  if (welcome === undefined || welcome.result === 'posted') return [];
  if (welcome.result === 'unclear') return ['Make sure that the welcome is in the channel. Teams did not say.'];
  const why = welcome.missing === null ? '' : ' Regroup has no permission for it.';
  return [`Post a welcome in the channel.${why}`];
}

/** What a reader could believe was done and was not. It stands on every report. */
function notDone(migration: Migration, scene: Scene): readonly Line[] {
  const { out } = peopleWords(migration.draft);
  const { attested, all } = attestedOf(scene);
  const isMoved = migration.outcome.history !== null && migration.draft.history !== 'fresh-start';
  const others = [
    ...(isMoved ? [] : ['Copy old messages, photos or files to Teams.']),
    'Look at anybody’s phone, backup or other devices.',
    out === 'Nobody is left out' ? 'Contact anybody outside the channel.' : 'Contact those who were left out.',
    'Close the WhatsApp group. Only an admin of it can; if it has none, it stays with whoever is left in it.',
    ...(migration.outcome.hasTwoOwners === false
      ? ['Find a second owner for the new team. It has one: add another.']
      : []),
    ...unwelcomed(migration),
    ...(isUntold(migration) ? ['Tell the WhatsApp group. Nobody could post in it any more.'] : []),
    ...(attested === all ? [] : ['Wait for those who have not attested.']),
  ].map((text) => line(plain(text)));
  return [...leftBehind(migration), ...others];
}
