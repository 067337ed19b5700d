import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { graphCheck } from '../support/graph-check.js';
import { leaveUncompressed, placesOf } from '../support/residue.js';
import { until } from '../support/until.js';
import type { TeamsClient } from './client.js';
import { command, setClock, type Demo } from './demo.js';
import { noteIn, unpacked } from './fresh-folder.js';
import { assertGone, NOT_OURS } from './leftovers.js';
import { channelOf, tenantOf } from './microsoft.js';
import { assertPosted, exportOf, LEFT_OUT, oldChat, saturday, WORDS } from './old-chat.js';
import { Paperclip } from './paperclip.js';
import { declarationOf, readOutOf } from './read-out.js';
import { openStage, type Stage } from './stage.js';

const DAY_MS = 86_400_000;
const AMARA = 'Amara Osei';
const GROUP = 'Year 6 residential';
const CHANNEL = 'Residential 2026';
const CLUBS = OAKFIELD.teams.find(({ name }) => name === 'Clubs and fixtures')!;

describe('the history of a chat in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let stage: Stage;
  let clip: Paperclip;
  let amara: TeamsClient, ruth: TeamsClient, meredith: TeamsClient, ben: TeamsClient;
  let migrationId = '';
  let now = saturday();
  const chat = oldChat();
  const file = exportOf(chat, GROUP);

  before(async function () {
    this.timeout(180_000);
    stage = await openStage('--people', '4');
    ({ dataDir, demo } = stage);
    await leaveUncompressed(dataDir);
    clip = await Paperclip.open(stage.browser, demo.attach);
    [amara, ruth, meredith, ben] = (await stage.enter()) as [TeamsClient, TeamsClient, TeamsClient, TeamsClient];
  });

  after(async function () {
    this.timeout(60_000);
    await stage?.close();
  });

  /** Signed by the script, read at this moment of the bot's clock. */
  function readOut(days: number, action: 'KeepAndDelete' | 'Delete'): Buffer {
    const teams = OAKFIELD.teams.filter(({ name }) => name !== 'Site and premises');
    return readOutOf(teams, { at: now, days, action, keyFile: demo.evidenceKey });
  }

  const channel = () => channelOf(demo, CHANNEL);

  it('begins with a team of whose retention the school has only said something', async () => {
    writeFileSync(join(dataDir, 'said.json'), declarationOf(CLUBS.id));
    const { out } = await command(demo, 'evidence', 'record', join(dataDir, 'said.json'));

    assert.match(out, /declaration about the files/);
  });

  it('reads the export, and has its people confirmed', async () => {
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    await (await amara.card(/entries/)).press('Use this');
    const group = await amara.card('Step 1 of 7');
    await group.choose('What is the group for?', /Trip/);
    await group.press('Continue');
    const gates = await amara.card('Step 2 of 7');
    await gates.pick('School staff, for work');
    await gates.pick('No, nothing is open');
    await gates.press('Continue');

    const people = await amara.card('Confirm 3 matches');
    await people.picture('50-history-people');
    for (const number of [1, 2, 3]) await people.choose(`Match ${number}`, 'Yes');
    await people.choose('Who is Unknown person 1?', /Outside person/);
    await people.press('Continue');
  });

  it('counts what an import would move before it moves anything, from the sealed export', async () => {
    const history = await amara.card('Step 4 of 7');
    await history.picture('51-history-step');
    await history.choose('Old messages', 'Import');
    await history.press('Continue');
    await (await amara.card('Send the export once more')).picture('52-history-again');
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    const sealed = await amara.card('Sealed: look at what is moved');
    await sealed.picture('53-history-sealed');
    assert.match(await sealed.text(), /Moved: 7 messages[^]*Left out: 8 entries[^]*Without account: 1 message posted/);
    migrationId = /mov-[A-Z0-9]{8}/.exec(readdirSync(join(dataDir, 'seals')).join(' '))?.[0] ?? '';
    assert.notEqual(migrationId, '');
    await sealed.press('Continue');
  });

  it('goes on to the approver with the move', async () => {
    const destination = await amara.card('Step 5 of 7');
    await destination.choose('Which team?', `Team ${await destination.numberOf(CLUBS.name)}`);
    await destination.press('Continue');
    await (await amara.card('Step 6 of 7')).press('Continue');
    const review = await amara.card('Step 7 of 7');
    await review.picture('55-history-review');
    await review.choose(/approve|decide/i, `Approver ${await review.numberOf('Ruth Adeyemi')}`);
    await review.press('Submit for approval');
    await amara.card(/Waiting/);
  });

  it('is changed by the approver before they approve it', async () => {
    const approval = await ruth.card('Approve this move?');
    await approval.picture('56-history-approval');
    await approval.press('Change it first');
    const change = await ruth.card('Change it before you decide');
    await change.picture('57-history-change');
    await change.fill('Name of the new channel', CHANNEL);
    await change.press('Keep the change');
    await (await ruth.card('Approve this move?')).press('Approve move');
    await ruth.card(/approved this move/);
  });

  it('needs the data protection officer', async () => {
    // That the run waits is another version of the move: before it, a second click could be too late as well.
    await amara.card('Waiting for the DPO');
    const officer = await meredith.card('May this chat’s history go along?');
    await officer.picture('59-history-officer');
    await officer.pick('Leave them out');
    await officer.press('Agree to this');
    const newer = await meredith.card('This card was out of date');
    assert.match(await newer.text(), /May this chat’s history go along/);
    await newer.pick('Leave them out');
    await newer.press('Agree to this');
    await (await meredith.card('Agreed: the history goes along')).picture('60-history-agreed');
  });

  it('tells members, one of whom objects', async () => {
    const told = await ben.card('Your old messages go to Teams');
    await told.picture('61-history-told');
    await told.press('Leave my messages out');
    await (await ben.card('Your messages are left out')).picture('62-history-objected');
    assert.equal((await channel()).messages.length, 0);
  });

  it('moves the rest when five working days are over and nobody is at school', async () => {
    setClock(demo, now);
    await until(async () => (await channel()).migration === 'completed', 60_000);
    assertPosted((await channel()).messages, chat);
  });

  it('began and completed the import once, and left no channel in migration mode', async () => {
    const journal = await tenantOf(demo, 'journal');
    const of = (what: string) => journal.filter((one) => one.what === what).length;

    assert.deepEqual([of('migration.started'), of('migration.completed'), of('message.posted')], [1, 1, 5]);
    assert.ok(!JSON.stringify(await tenantOf(demo, 'state')).includes('"inProgress"'));
  });

  it('leaves nothing of the sealed export, and says when it was seen gone', async () => {
    const progress = await amara.card('Waiting for proof of retention');
    await progress.picture('63-history-imported');
    const text = await progress.text();
    const { rows } = await placesOf(dataDir, NOT_OURS);

    assert.match(text, /5 old messages in the channel\s+Read back on Sat/);
    assert.match(text, /1 person objected\./);
    assert.match(text, /The sealed export is destroyed, seen gone on Sat/);
    assert.match(text, /Messages: declared, not proved\. Files: declared, not proved\./);
    assert.deepEqual(readdirSync(join(dataDir, 'seals')), ['seal.key']);
    assert.ok(rows.includes('history.destroyed'));
    assert.ok(!rows.includes('wrapped_key'));
  });

  it('goes from declared to distributed by a read-out that an administrator sends, and by nobody else’s', async () => {
    const kept = readOut(365, 'KeepAndDelete');
    assert.match(await clip.attach(AMARA, 'read-out.json', kept), /^Sent\./);
    await amara.card('Read-outs of retention are taken from administrators only');
    assert.match(await clip.attach('Ruth Adeyemi', 'read-out.json', kept), /^Sent\./);
    const taken = await ruth.card(/Evidence taken/);
    await taken.picture('64-history-evidence');

    const moved = /Clubs and fixtures\s+Messages: ! delivered, not proved\. Before: ! declared, not proved\./;
    assert.match(await taken.text(), moved);
    await amara.card('Messages: delivered, not proved. Files: delivered, not proved.');
  });

  it('lets the move go on once what was delivered has taken effect, and closes it', async () => {
    now = new Date(now.getTime() + 8 * DAY_MS);
    setClock(demo, now);
    await (await amara.card('I have posted it')).press('I have posted it');
    const progress = await amara.card('Close without the rest');
    await progress.press('Close without the rest');
    const report = await amara.card('What Regroup did not do');
    await report.picture('65-history-closed');
    const text = await report.text();
    assert.match(text, /Nothing differs\. Agreed by Meredith Vance\./);
    assert.match(text, /Proved for messages and files on/);
    for (const line of LEFT_OUT) assert.match(text.slice(text.indexOf('What Regroup did not do')), line);
  });

  it('tells the officer when newer evidence says otherwise', async () => {
    assert.match(await clip.attach('Ruth Adeyemi', 'read-out.json', readOut(30, 'Delete')), /^Sent\./);
    await ruth.card(/Clubs and fixtures\s*Messages: ✕ contradicted\. Before: ✓ proved/);
    const lapse = await meredith.card('a team is not kept as the schedule wants');
    await lapse.picture('66-history-contradicted');
    assert.match(await lapse.text(), /Team: Clubs and fixtures/);
    await lapse.press('I have looked at it');
    await meredith.card('Looked at: the retention of a team');
  });

  it('is proved by a pack that a stranger verifies in a fresh folder', async () => {
    const folder = join(dataDir, 'pack');
    const made = await command(demo, 'pack', migrationId, '--out', join(dataDir, 'pack.zip'));
    assert.equal(made.code, 0, made.out);
    const pack = unpacked(join(dataDir, 'pack.zip'), folder);

    const alone = await pack.verify();
    assert.equal(alone.code, 10, alone.out);
    assert.match(alone.out, /^intact, not anchored/);
    // The officer has kept what was signed for, in a chat that whoever runs Regroup cannot change.
    const checkpoint = await meredith.card('Checkpoint of the audit record');
    await checkpoint.picture('67-history-checkpoint');
    writeFileSync(join(dataDir, 'kept.txt'), noteIn(await checkpoint.text()));
    const anchored = await pack.verify('--checkpoint', join(dataDir, 'kept.txt'));
    assert.equal(anchored.code, 0, anchored.out);
    assert.match(anchored.out, /^intact and anchored/);

    pack.falsify('proofs.jsonl', 'migration.approved', 'migration.sent-back');
    assert.equal((await pack.verify()).code, 20);
  });

  it('leaves no message and no number anywhere but in the channel', async () => {
    const gone = [...WORDS.moved, ...WORDS.left, ...WORDS.numbers];
    const there = [CHANNEL, 'history.destroyed', 'the bot is ready'];
    await assertGone(demo, { there, gone, gonePlainly: WORDS.names });
  });

  it('asked Graph for nothing that its metadata does not have', async function () {
    const check = await graphCheck();
    if (check === null) this.skip();
    const requests = await tenantOf(demo, 'requests');

    assert.ok(requests.some(({ target }) => target.endsWith('/completeMigration')));
    assert.deepEqual(check(requests), []);
  });
});
