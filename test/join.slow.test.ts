import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { readConfig, ConfigProblem } from '../src/config.js';
import { listen } from '../src/edges/sandbox/loopback.js';
import { startAttachPage, type AttachPage } from '../src/edges/sandbox/attach.js';
import { rememberChats } from '../src/edges/sandbox/attach/chats.js';
import { OAKFIELD } from '../src/edges/sandbox/oakfield.js';
import { startSignIn, type SignIn } from '../src/edges/sandbox/sign-in.js';
import type { Tenant } from '../src/edges/sandbox/tenant.js';
import { startTenant } from './support/tenant.js';
import { startBot, type Bot } from '../src/join.js';
import { openLog } from '../src/log.js';
import { ATTESTED } from '../src/migration/migration.js';
import { Chat, elementsOf, startConnector, titlesOf, wordsOf, type CardJson, type Connector } from './support/chat.js';
import { emptyDatabase, temporaryFolder, type Database } from './support/database.js';
import { twoLogins, type Logins } from './support/logins.js';
import { until } from './support/until.js';
import { exported, residential, SECRETS } from './support/whatsapp.js';

const { starter, approver, dpo } = OAKFIELD.personas;

describe('startBot()', function () {
  this.timeout(60_000);
  let database: Database;
  /** The bot works without owning the tables, from its first start on. */
  let logins: Logins;
  let folder: string;
  let tenant: Tenant;
  let signIn: SignIn;
  let connector: Connector;
  let paperclip: AttachPage;
  let bot: Bot;
  const lines: string[] = [];
  const log = openLog({ write: (line) => void lines.push(line) });

  before(async () => {
    database = await emptyDatabase();
    logins = await twoLogins(database);
    folder = temporaryFolder();
    tenant = await startTenant({ data: OAKFIELD, speed: 20 });
    const chats = rememberChats();
    signIn = await startSignIn({ bot: 'http://127.0.0.1:9', appId: OAKFIELD.appId, onActivity: chats.note });
    const senders = [{ id: starter, name: 'Amara Osei', role: 'Year 6 teacher' }];
    paperclip = await startAttachPage({ senders, chats, endpoint: signIn.endpoint });
    connector = await startConnector();
    await start();
  });

  after(async () => {
    await bot.stop();
    await connector.stop();
    await paperclip.close();
    await signIn.close();
    await tenant.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function settings(changes: Readonly<Record<string, string>> = {}) {
    return readConfig({
      REGROUP_SANDBOX: '1',
      REGROUP_SANDBOX_GRAPH: tenant.url,
      REGROUP_SANDBOX_SIGN_IN: signIn.url,
      REGROUP_SANDBOX_FILES: paperclip.url,
      DATABASE_URL: logins.bot,
      DATABASE_OWNER_URL: logins.owner,
      REGROUP_DATA: folder,
      PORT: '0',
      ...changes,
    });
  }

  async function start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    bot = await startBot(settings(changes), log);
    signIn.forwardTo(bot.url);
  }

  function chat(id: string): Chat {
    const name = OAKFIELD.people.find((person) => person.id === id)?.displayName ?? '';
    const { tenantId, appId } = OAKFIELD;
    return new Chat({ endpoint: signIn.endpoint, connector, tenantId, appId, person: { id, name } });
  }

  async function counted(what: string): Promise<number> {
    const [row] = await database.query('select count(*)::int as n from regroup.audit_entry where what = $1', [what]);
    return Number(row?.['n']);
  }

  it('is ready, with its database and its workflows', async () => {
    const response = await fetch(`${bot.url}/readyz`);

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { database: true, workflows: true });
  });

  it('tells a DPO who opens Regroup only later of the question that could not reach them', async () => {
    const answer = await chat(starter).say('Can I send parents a photo of pupils on WhatsApp?', 'Not allowed');
    await chat(starter).press(await chat(starter).press(answer, 'Ask the DPO'), 'Send without my words');
    assert.deepEqual(chat(dpo).cards(), []);

    await chat(dpo).say('hi', 'Regroup');

    await until(() => chat(dpo).cards().length === 2);
    assert.match(wordsOf(chat(dpo).cards()[1]!), /Photos|photo/);
  });

  it('tells the DPO of a question that was handed over, and the asker of the answer', async () => {
    const answer = await chat(starter).say('Can I tell parents about the trip on WhatsApp?', 'Not allowed');
    const write = await chat(starter).press(answer, 'Ask the DPO');
    const check = await chat(starter).press(write, 'Show the text', { words: 'May Zebedee from the coach company?' });
    assert.match(JSON.stringify(check), /May \[name\] from the coach company\?/);
    await chat(starter).press(check, 'Send to the DPO');

    await until(() => chat(dpo).cards().length === 3);
    const question = chat(dpo).cards()[2]!;
    assert.match(wordsOf(question), /May \[name\] from the coach company\?/);
    await chat(dpo).press(question, 'Send answer', { answer: 'Not by WhatsApp. By e-mail, yes.' });

    await until(() => chat(starter).card('The DPO has answered') !== null);
    assert.match(wordsOf(chat(starter).card('The DPO has answered')!), /By e-mail, yes\./);
    assert.equal(chat(dpo).cards().length, 3);
  });

  it('carries a move to its members, in one card for each person, across a restart', async () => {
    await chat(approver).say('hi', 'Regroup');
    const before = chat(starter).cards().length;
    const submitted = await submit(chat(starter), await chat(starter).say('move a group', 'Continue'));
    assert.match(wordsOf(submitted), /Waiting for a decision/);

    await until(() => chat(approver).card('Approve move') !== null);
    await bot.stop();
    await start();
    const approved = await chat(approver).press(chat(approver).card('Approve move')!, 'Approve move');
    assert.match(wordsOf(approved), /You approved this move/);

    await until(() => chat(starter).card('I have posted it') !== null, 30_000);
    assert.equal(chat(starter).cards().length, before + 1);
    assert.equal(chat(approver).cards().length, 2);
    assert.equal(chat(dpo).cards().length, 4);

    await chat(starter).press(chat(starter).card('I have posted it')!, 'I have posted it');
    for (const member of [starter, dpo]) {
      await until(() => chat(member).card('I cannot do this') !== null);
      await chat(member).press(chat(member).card('I cannot do this')!, 'Confirm', {
        done: ATTESTED.join(','),
      });
    }
    await until(() => chat(starter).card('the move is closed') !== null, 30_000);
  });

  it('puts what is known about Oakfield in once, records each start, and the policy once', async () => {
    assert.equal(await counted('evidence.recorded'), OAKFIELD.evidence(new Date()).length);
    assert.equal(await counted('bot.started'), 2);
    assert.equal(await counted('policy.adopted'), 1);
  });

  it('tells the DPO at its start of a question that a crash kept from them, and only once', async () => {
    // Checkpoints of the record come to the DPO as well, whenever one is due.
    const waiting = () =>
      chat(dpo)
        .cards()
        .filter((card) => !/Checkpoint/i.test(wordsOf(card))).length;
    const before = waiting();
    await chat(starter).say('Can I send parents the class list on WhatsApp?', 'Not allowed');
    await bot.stop();
    // What the database holds when the bot ends between the change of the question and the card for the DPO.
    await database.query(
      `update regroup.question set state = 'with-dpo', ver = ver + 1, escalation = '{"sentAt": {"$at":
       "2026-11-24T09:00:00.000Z"}, "words": null, "disputed": false, "passedBy": [], "answer": null}'
       where id = (select id from regroup.question order by asked_at desc limit 1)`,
    );

    await start();
    await until(() => waiting() === before + 1);
    for (let restarts = 0; restarts < 2; restarts += 1) {
      // A bot that has ended has shown everything it had to show.
      await bot.stop();
      assert.equal(waiting(), before + 1);
      await start();
    }
  });

  it('tells whoever was told otherwise, when the policy has changed and an administrator says so', async () => {
    await chat(starter).say('Can I use Teams chat with colleagues about the rota?', '✓ Allowed');
    await bot.stop();
    const folder = temporaryFolder();
    try {
      const pack = join(folder, 'stricter.yaml');
      const text = readFileSync('policies/uk-schools.yaml', 'utf8');
      writeFileSync(pack, text.replace(/(- id: F-STAFF\n(?: {4}.*\n)*? {4}verdict: )allowed/, '$1not-allowed'));
      await start({ REGROUP_POLICY: pack });

      const summary = await chat(approver).say('summary', 'told otherwise');
      const list = await chat(approver).press(summary, 'See changed answers');
      await chat(approver).press(await chat(approver).press(list, 'Correct'), 'Send them now');

      await until(() => chat(starter).card('Our answer has changed') !== null);
      assert.match(wordsOf(chat(starter).card('Our answer has changed')!), /✓ Allowed.*✕ Not allowed/s);
      await until(async () => (await counted('question.corrected')) === 1);
      const after = await chat(approver).say('summary', 'Summary for administrators');
      assert.doesNotMatch(wordsOf(after), /told otherwise/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('reads an export that is attached in the sandbox, and keeps nothing of it', async () => {
    await chat(starter).say('hi', 'Regroup');

    await attach(exported(residential({ ambiguous: true }), { platform: 'android', order: 'dmy' }));

    await until(() => chat(starter).card('What Regroup read') !== null);
    const card = chat(starter).card('What Regroup read')!;
    assert.match(JSON.stringify(card), /Was the first message on 5 March or 3 May 2026\?/);
    await chat(starter).press(card, 'Discard');
    const whats = ['export.received', 'export.read', 'export.discarded', 'export.left-out'];
    assert.deepEqual(await Promise.all(whats.map(counted)), [1, 1, 1, 1]);
  });

  it('does not wait for a file that is on its way when it ends', async () => {
    const asked: string[] = [];
    const endless = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.write('x');
    });
    const drive = await listen(endless, 0);
    await bot.stop();
    await start({ REGROUP_SANDBOX_FILES: drive.url });
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const content = { downloadUrl: `${drive.url}/a`, fileType: 'txt' };
    await chat(starter).post({ type: 'message', text: '', attachments: [{ contentType, name: 'a.txt', content }] });
    await until(() => asked.length === 1);

    // Without an end to the download this would wait for the 90 seconds that a fetch may take, longer than a test may.
    await bot.stop();

    assert.equal(asked.length, 1);
    assert.match(wordsOf(chat(starter).cards().at(-1)!), /Not read/);
    await drive.close();
    await start();
  });

  it('logs nobody and nothing that was said', () => {
    const names = OAKFIELD.people.flatMap(({ displayName, mail }) => [displayName, mail ?? displayName]);
    const said = [
      ...names,
      'Year 6 residential',
      'Zebedee',
      'coach company',
      'By e-mail, yes',
      'parents about the trip',
      ...SECRETS.texts,
      ...SECRETS.numbers,
      ...SECRETS.names,
      paperclip.url,
    ];

    assert.ok(lines.length > 3);
    assert.deepEqual(
      said.filter((words) => lines.join('').includes(words)),
      [],
    );
  });

  it('names the setting when the policy cannot be read, and leaves nothing running', async () => {
    await assert.rejects(
      startBot(settings({ REGROUP_POLICY: '/no/such.yaml' }), log),
      (error: unknown) => error instanceof ConfigProblem && error.setting === 'REGROUP_POLICY',
    );
  });

  /** Sends a file as the page of the sandbox does. */
  async function attach(text: string): Promise<void> {
    const where = new URLSearchParams({ person: starter, name: 'WhatsApp Chat with Year 6 residential.txt' });
    const headers = { origin: paperclip.url };
    const reply = await fetch(`${paperclip.url}/files?${where}`, { method: 'POST', headers, body: text });
    assert.equal(reply.status, 202);
  }

  /** Fills in the wizard from its first step and hands the move in. */
  async function submit(owner: Chat, first: CardJson): Promise<CardJson> {
    let card = await owner.press(first, 'Continue', { name: 'Year 6 residential', purpose: 'T-TRIP' });
    card = await owner.press(card, 'Continue', { runBy: 'school', openRequest: 'no' });
    const names = [OAKFIELD.people.find(({ id }) => id === dpo)?.displayName, 'Stan Ger'].join('\n');
    card = await owner.press(card, 'Add these names', { names });
    const people = inputs(card).filter((id) => id.startsWith('m_p'));
    const [match = '', unknown = ''] = people;
    card = await owner.press(card, 'Continue', { [match]: 'yes', [unknown]: 'outsider' });
    card = await owner.press(card, 'Continue');
    const [team] = OAKFIELD.teams;
    card = await owner.press(card, 'Continue', { team: team?.id ?? '', channelName: 'Year 6 residential' });
    card = await owner.press(card, 'Continue');
    assert.ok(titlesOf(card).includes('Submit for approval'));
    assert.match(wordsOf(card), new RegExp(OAKFIELD.people.find(({ id }) => id === approver)?.displayName ?? '-'));
    return owner.press(card, 'Submit for approval', { approver });
  }

  function inputs(card: CardJson): readonly string[] {
    return elementsOf(card).flatMap((one) => (String(one['type']).startsWith('Input.') ? [String(one['id'])] : []));
  }
});
