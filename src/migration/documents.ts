import { createHash } from 'node:crypto';
import { reconcile } from '../history/reconcile.js';
import { noteDifferences, summed } from './aftermath.js';
import { backOff, change, current, poll, step, type Run } from './course.js';
import type { Facts, HistoryDone } from './facts.js';
import { withDone } from './history.js';
import { documentOf, historyWorld } from './material.js';
import type { Migration } from './migration.js';
import { WorkplaceProblem } from './ports.js';
import { channelOf } from './session.js';

/** A channel's folder is made some time after the channel; after about a day it will not be without somebody's help. */
const MOST_POLLS = 33;
/** A label takes time to show: it is read again for about five minutes before it is called missing. */
const MOST_READ_BACKS = 6;

/** Puts the chat's document into the team's files, labels it, and reads both back. */
export async function storeDocument(run: Run, facts: Facts, done: HistoryDone): Promise<number> {
  const { label } = historyWorld(run);
  if (label === null) throw new WorkplaceProblem('retention-label-missing', 'administrator', run.id);
  return done.fileId === null ? putDocument(run, facts) : labelDocument(run, done, done.fileId, label);
}

async function putDocument(run: Run, facts: Facts): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  const channel = channelOf(run, facts);
  const stored = await step(run, 'store the document', async () => {
    const { plannedAt, sha256: wanted } = await notedIn(run);
    const { name, bytes, sha256 } = await documentOf(run, plannedAt);
    if (sha256 !== wanted) throw new WorkplaceProblem('other-export', 'person', run.id);
    const file = await place.putFile(channel, name, bytes);
    const own = createHash('sha256').update(bytes).digest('hex');
    return file === null ? null : { id: file.id, sha256: own, bytes: bytes.length };
  });
  if (stored === null) {
    poll(run);
    if (memory.polls <= MOST_POLLS) return backOff(memory.polls);
    memory.polls = 0;
    throw new WorkplaceProblem('folder-not-ready', 'administrator', run.id);
  }
  memory.polls = 0;
  const { id, sha256, bytes } = stored;
  return change(run, 'note the document', (migration) => {
    if (migration.state !== 'importing' || migration.outcome.history === null) return null;
    return {
      ...withDone(migration, { file: { id, sha256, label: null } }),
      events: [{ what: 'history.file-stored', details: { sha256, bytes } }],
    };
  });
}

async function labelDocument(run: Run, done: HistoryDone, id: string, label: string): Promise<number> {
  const { memory } = run;
  const { place } = historyWorld(run);
  // Once: a label that is put again takes its time again.
  if (memory.labelled !== id)
    await step(run, 'label the document', async () => {
      await place.putLabel(id, label);
      return true;
    });
  memory.labelled = id;
  const { found, seenLabel } = await step(run, 'read the document back', async () => {
    const { file } = await notedIn(run);
    if (file === null) throw new Error(`${run.id} has no document`);
    const seen = await place.file(id);
    const seenLabel = seen === null ? null : await place.label(id);
    const there = seen === null ? null : { sha256: seen.sha256, label: seenLabel };
    const expected = { files: [{ id, sha256: file.sha256, label }] };
    return { found: summed(reconcile(expected, { files: new Map([[id, there]]) })), seenLabel };
  });
  poll(run);
  if (found.first.length > 0 && memory.polls <= MOST_READ_BACKS) return backOff(memory.polls);
  Object.assign(memory, { polls: 0, labelled: '' });
  await change(run, 'note the label', (migration) => {
    const file = migration.outcome.history?.file;
    if (file === null || file === undefined || file.label === seenLabel) return null;
    const details = { sha256: file.sha256, asWanted: seenLabel === label };
    const told = { what: 'history.file-labelled', details } as const;
    return { ...withDone(migration, { file: { ...file, label: seenLabel } }), events: [told] };
  });
  return noteDifferences(run, found, done);
}

async function notedIn(run: Run): Promise<NonNullable<Migration['outcome']['history']>> {
  const { outcome } = await current(run);
  if (outcome.history === null) throw new Error(`${run.id} has no plan`);
  return outcome.history;
}
