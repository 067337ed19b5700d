import { count, fullDay, list } from '../../../../calendar/words.js';
import { OFFICER_WANTED } from '../../../../migration/history.js';
import { holdOn } from '../../../../migration/hold.js';
import type { Migration, State } from '../../../../migration/migration.js';
import { importingWords, objectingWords } from '../history/progress.js';
import { retentionHere } from '../approval.js';
import { unproved } from '../levels.js';
import { bold, line, nameOf, plain, shortened } from '../runs.js';
import type { Scene } from '../scene.js';
import { heldBand } from './holding.js';
import { madeLines } from './made.js';
import type { Band } from './band.js';
import { problemTitle } from './problems.js';
import { attestedOf } from './steps.js';

type Draw = (migration: Migration, scene: Scene) => Band;

const BANDS: Readonly<Record<State, Draw>> = {
  draft: () => calm('○ Not submitted yet', 'This move is still a draft. Nothing has happened.'),
  submitted: waitingForDecision,
  approved: () => calm('… Approved, starting', 'You do not need to act.'),
  'sent-back': sentBack,
  expired: () => ({
    style: 'warning',
    title: '! Needs you: nobody decided in time',
    says: [line(plain('Nothing was created. Submit it again, to the same person or to somebody else.'))],
  }),
  provisioning: () => calm('… Making the channel', 'You do not need to act.'),
  objecting: waitingForObjections,
  importing: movingHistory,
  members: () => calm('… Adding people', 'You do not need to act.'),
  'retention-pending': waitingForProof,
  notifying: () => ({
    style: 'warning',
    title: '! Needs you: tell the group',
    says: [line(plain('The channel is ready. Post the notice in WhatsApp now.'))],
  }),
  closing: waitingForMembers,
  closed,
  stopped,
  cancelled: () => calm('✕ Cancelled', 'Nothing was created or deleted.'),
};

/** The band for the state; a problem comes before it. What needs the owner is for anybody else something to wait for. */
export function bandOf(migration: Migration, scene: Scene): Band {
  const band = ownersBand(migration, scene);
  const isTheirs = migration.owner === scene.reader || !band.title.startsWith('! Needs you');
  return isTheirs ? band : calm('… Waiting for the owner', 'You do not need to act.');
}

function ownersBand(migration: Migration, scene: Scene): Band {
  const hold = holdOn(migration);
  if (hold !== null) return heldBand(hold, scene);
  const { state, outcome } = migration;
  const { problem } = outcome;
  if (problem === null || problem.step !== state) return BANDS[state](migration, scene);
  if (problem.code === OFFICER_WANTED)
    return calm('… Waiting for the DPO', `The DPO has not said yet whether old messages go along.${NO_ACT}`);
  const style = problem.who === 'person' ? 'warning' : 'attention';
  return { style, title: problemTitle(migration), says: [] };
}

function calm(title: string, text: string): Band {
  return { style: 'emphasis', title, says: [line(plain(text))] };
}

function waitingForDecision({ approver, decideBy }: Migration, scene: Scene): Band {
  const who = nameOf(approver === null ? null : scene.person(approver));
  const until = decideBy === null ? '' : ` by ${fullDay(decideBy)}`;
  const says = [line(bold(who), plain(` decides${until}. You do not need to act.`))];
  return { style: 'emphasis', title: '… Waiting for a decision', says };
}

function sentBack({ decision }: Migration, scene: Scene): Band {
  const who = nameOf(decision === null ? null : scene.person(decision.by));
  const reason = decision?.reason ?? '';
  const says = [line(bold(who), plain(' sent it back. Nothing was created.'))];
  if (reason.trim() !== '') says.push(line(bold('Reason: '), plain(shortened(reason, 500))));
  return { style: 'warning', title: '! Needs you: sent back', says };
}

function waitingForObjections(migration: Migration, scene: Scene): Band {
  const says = objectingWords(migration);
  if (scene.unreached.length === 0 || migration.history.objectUntil === null)
    return calm('… Waiting for objections', says);
  const who = count(scene.unreached.length, 'person does', 'people do');
  const text = `${who} not have Regroup. Give them the notice below.`;
  return {
    style: 'warning',
    title: '! Needs you: tell some members',
    says: [line(plain(says.replace(NO_ACT, ''))), line(plain(text))],
  };
}

const NO_ACT = ' You do not need to act.';

function movingHistory(migration: Migration, scene: Scene): Band {
  return calm('… Moving old messages', `${importingWords(migration, scene)}${NO_ACT}`);
}

function waitingForProof(migration: Migration, scene: Scene): Band {
  const open = unproved(retentionHere(migration, scene));
  const what =
    open.length === 0
      ? 'Retention is proved now. The move goes on shortly.'
      : `Retention of ${list(open)} is not proved yet.`;
  return calm('… Waiting for proof of retention', `${what} You do not need to act.`);
}

function waitingForMembers({ outcome: { attestBy } }: Migration, scene: Scene): Band {
  const { attested, all } = attestedOf(scene);
  const by = attestBy === null ? '' : ` They have until ${fullDay(attestBy)}.`;
  return calm(
    '… Waiting for members',
    `${attested} of ${all} people attested that they left and cleared the group.${by}`,
  );
}

function closed({ outcome }: Migration, scene: Scene): Band {
  const { attested, all } = attestedOf(scene);
  const differs = Object.keys(outcome.history?.differences ?? {}).length > 0;
  const isClean = outcome.retentionProved && attested === all && all > 0 && !differs;
  const open = [
    ...(outcome.retentionProved ? [] : ['retention is not proved']),
    ...(differs ? ['not every old message arrived as it should'] : []),
    ...(all === 0 ? ['nobody was asked to attest'] : []),
    ...(attested === all ? [] : [`${count(all - attested, 'person has', 'people have')} not attested`]),
  ];
  if (isClean)
    return {
      style: 'good',
      title: '✓ Done: the move is closed',
      says: [line(plain('Retention is proved, and everybody attested.'))],
    };
  return {
    style: 'warning',
    title: '! Closed, with open points',
    says: [line(plain(`On the record: ${list(open)}.`))],
  };
}

function stopped(migration: Migration, scene: Scene): Band {
  const by = migration.milestones.findLast(({ state }) => state === 'stopped')?.by ?? null;
  const { channelId, teamId } = migration.outcome;
  const isNothing = channelId === null && (teamId === null || migration.draft.destination?.kind === 'existing-team');
  const who = by === null ? [] : [bold(nameOf(scene.person(by))), plain(' stopped it. ')];
  const what = plain(isNothing ? 'Nothing was created.' : 'What was made stays:');
  const made = isNothing ? [] : madeLines(migration, scene);
  return { style: 'emphasis', title: '✕ This move is stopped', says: [line(...who, what), ...made] };
}
