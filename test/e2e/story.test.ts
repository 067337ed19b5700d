import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import type { Person } from '../../src/roster/person.js';
import { graphCheck } from '../support/graph-check.js';
import type { TeamsClient } from './client.js';
import { command, type Demo } from './demo.js';
import { openStage, type Stage } from './stage.js';

const run = promisify(execFile);

const GROUP = 'Year 6 residential';
/** What was typed in this story. With every name, address and number of the directory it must reach no log and no audit entry. */
const TYPED = [GROUP, 'Miss P', 'Dave from coaches', 'trip money', 'tell parents', 'with my team'];

describe('the main job in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let stage: Stage;
  let amara: TeamsClient;
  let ruth: TeamsClient;

  before(async function () {
    this.timeout(180_000);
    stage = await openStage();
    ({ dataDir, demo } = stage);
    [amara, ruth] = (await stage.enter()) as [TeamsClient, TeamsClient];
  });

  after(async function () {
    this.timeout(60_000);
    await stage?.close();
  });

  async function tenantState(): Promise<string> {
    return (await fetch(`${demo.tenant}/sandbox/state`)).text();
  }

  it('runs with bot authentication on: what nobody signed is turned away', async () => {
    const activity = { type: 'message', text: 'summary', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1' };
    const response = await fetch(`${demo.bot}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });

    assert.equal(response.status, 401);
  });

  it('welcomes each person in their own chat', async () => {
    const card = await amara.card('Ask before you message');
    await card.picture('01-welcome');

    await ruth.card('Ask before you message');
  });

  it('answers a question: one detail asked, a confirmation, then the verdict', async () => {
    await amara.say('can I use whatsapp with my team?');
    const clarify = await amara.card('One more detail');
    await clarify.picture('02-clarify');
    await clarify.tick('Social only');
    await clarify.press('Get the answer');

    const confirm = await amara.card('Confirm 3 things');
    await confirm.picture('03-confirm');
    await confirm.tickAll();
    await confirm.press('Get the answer');

    const answer = await amara.card('✓ Allowed');
    await answer.picture('04-answer-allowed');
    assert.match(await answer.text(), /Keep to 3 conditions/);
  });

  it('says not allowed, why, from which source, and what to do instead', async () => {
    await amara.say('Can I tell parents about the trip money on WhatsApp?');
    const answer = await amara.card('✕ Not allowed');
    await answer.press('Sources');
    await answer.picture('05-answer-not-allowed');

    const text = await answer.text();
    assert.match(text, /Do this instead today/);
    assert.match(text, /Why/);
    assert.match(text, /Status: /);
    assert.match(text, /uk-schools 2026\.11/);
  });

  it('answers in a channel only when mentioned, and shows nothing personal there', async () => {
    await amara.go(/Planning|General/);
    await amara.say('is WhatsApp OK for parents?', { mention: 'Regroup' });
    const answer = await amara.card('✕ Not allowed');
    await answer.picture('06-answer-in-a-channel');
    assert.doesNotMatch(await answer.text(), /Amara|Osei/);
    await amara.go(/Personal Chat/);
  });

  it('refuses the summary to somebody who is not an administrator', async () => {
    await amara.say('summary');
    const refusal = await amara.card(/administrators/);
    await refusal.picture('07-summary-refused');

    assert.doesNotMatch(await refusal.text(), /groups known/);
  });

  it('walks through group and checks', async () => {
    await (await amara.card('✕ Not allowed')).press('Move this group');
    const group = await amara.card('Step 1 of 7');
    await group.fill('Name of the WhatsApp group', GROUP);
    await group.choose('What is the group for?', /Trip/);
    await group.picture('08-wizard-group');
    await group.press('Continue');

    const gates = await amara.card('Step 2 of 7');
    await gates.pick('School staff, for work');
    await gates.pick('No, nothing is open');
    await gates.picture('09-wizard-checks');
    await gates.press('Continue');
  });

  it('matches pasted names to the directory, each confirmed', async () => {
    const names = await amara.card('Who is in the group?');
    await names.picture('10-wizard-people-names');
    await names.fill('Names, one on each line', 'Ben Whitlock\nMiss P\nDave from coaches\nGareth Jolliffe');
    await names.press('Add these names');

    const check = await amara.card('Confirm 2 matches');
    await check.picture('11-wizard-people-check');
    await check.press('Continue');
    const complaint = await amara.card('answers are missing');
    await complaint.picture('12-wizard-people-missing');
    await complaint.choose('Match 1', 'Yes');
    await complaint.choose('Match 2', 'Yes');
    await complaint.choose('Who is Unknown person 1?', /^Staff/);
    await complaint.choose('Who is Unknown person 2?', /Outside person/);
    await complaint.press('Continue');

    const find = await amara.card('Find this person');
    await find.fill(/Name in the school/, 'Priya');
    await find.press('Find');
    const found = await amara.card('Which person is it?');
    await found.picture('13-wizard-people-find');
    await found.choose('Which person is it?', /Person 1/);
    await found.press('Take this person');
    const done = await amara.card('Everybody is decided');
    await done.picture('13-wizard-people-done');
    await done.press('Continue');
  });

  it('starts fresh, in a channel of a team whose retention is proved', async () => {
    const history = await amara.card('Step 4 of 7');
    await history.picture('14-wizard-history');
    await history.press('Continue');

    const destination = await amara.card('Step 5 of 7');
    await destination.picture('15-wizard-destination');
    await destination.choose(/Where|team/i, /Team 1/);
    await destination.press('Continue');

    const retention = await amara.card('Step 6 of 7');
    await retention.picture('16-wizard-retention');
    assert.match(await retention.text(), /✓ Messages: proved/);
    await retention.press('Continue');
  });

  it('submits to another person', async () => {
    const review = await amara.card('Step 7 of 7');
    await review.picture('17-wizard-review');
    await review.choose(/approve|decide/i, `Approver ${await review.numberOf('Ruth Adeyemi')}`);
    await review.press('Submit for approval');

    const waiting = await amara.card(/Waiting/);
    await waiting.picture('18-progress-waiting');
  });

  it('is approved by that person, not by the owner', async () => {
    const approval = await ruth.card('Approve this move?');
    await approval.picture('19-approval');
    await approval.press('Approve move');

    await (await ruth.card('approved')).picture('20-approval-decided');
  });

  it('makes the channel in the tenant and shows the progress on the same card', async () => {
    const notice = await amara.card('I have posted it');
    await notice.picture('21-progress-notice');

    assert.ok((await tenantState()).includes(GROUP));
    assert.equal(await amara.count(`Moving`), 1);
    await notice.press('I have posted it');
  });

  it('takes each member’s own statement, and closes', async () => {
    const attestation = await amara.card('Have you left and cleared the group?');
    await attestation.picture('22-attestation');
    await attestation.tickAll();
    await attestation.press('Confirm');
    await (await amara.card(/attested/)).picture('23-attested');

    const progress = await amara.card('Close without the rest');
    await progress.picture('24-progress-closing');
    await progress.press('Close without the rest');
    const report = await amara.card('What Regroup did not do');
    await report.picture('25-closed');
    assert.match(await report.text(), /not attested/i);
  });

  it('shows the administrator where the organisation stands', async () => {
    await ruth.say('summary');
    const summary = await ruth.card('Summary for administrators');
    await summary.picture('26-summary');

    assert.match(await summary.text(), /closed/i);
  });

  it('tells the administrator who approved it', async () => {
    await ruth.say(`Who approved ${GROUP}?`);
    const record = await ruth.card(/approved the move/);
    await record.picture('27-record');

    const text = await record.text();
    assert.match(text, new RegExp(`Ruth Adeyemi.* approved the move`, 's'));
    assert.match(text, /The data protection officer has had a checkpoint|No data protection officer has a checkpoint/);
  });

  it('has an audit record that is intact', async () => {
    const { code, out } = await command(demo, 'audit', 'verify');

    // What was signed for has to come from elsewhere before it can be called anchored.
    assert.equal(code, 10, out);
    assert.match(out, /intact, not anchored/);
  });

  it('leaves no name, number or word of anybody in a log or in the audit record', async () => {
    const { stdout: audit } = await run('npm', ['run', '-s', 'regroup', '--', 'audit', 'export'], {
      env: { ...process.env, REGROUP_DATA: dataDir },
      maxBuffer: 50_000_000,
    });
    const logs = await logsIn(dataDir);

    assert.ok(audit.includes('migration.closed'));
    assert.ok(logs.includes('bot'), 'the log of the bot was read');
    const words = [...TYPED, ...OAKFIELD.people.flatMap(wordsAbout)];
    assert.ok(words.length > 150);
    assert.deepEqual(
      words.filter((word) => audit.includes(word) || logs.includes(word)),
      [],
    );
  });

  it('asked Graph for nothing that its metadata does not have', async function () {
    const check = await graphCheck();
    if (check === null) this.skip();
    const requests = (await (await fetch(`${demo.tenant}/sandbox/requests`)).json()) as Parameters<typeof check>[0];

    assert.ok(requests.length > 10);
    assert.deepEqual(check(requests), []);
  });

  it('shows the owner where the move stands when they ask', async () => {
    await amara.say('status');
    const status = await amara.card('Your moves');
    await status.picture('27-status');

    assert.match(await status.text(), /Closed/);
  });
});

/** Names, address and number of somebody, as they could turn up anywhere. */
function wordsAbout({ displayName, mail, mobilePhone }: Person): readonly string[] {
  const digits = mobilePhone?.replaceAll(/\D/g, '').slice(-9);
  return [displayName, mail, mobilePhone, digits].filter((word) => typeof word === 'string');
}

/** What the bot, the tenant and the database server wrote; the client's own files are not ours. */
async function logsIn(folder: string): Promise<string> {
  const { stdout } = await run('sh', ['-c', `find "${folder}" -name '*.log' -not -path '*/client-*' -exec cat {} +`], {
    maxBuffer: 50_000_000,
  });
  return stdout;
}
