import assert from 'node:assert/strict';
import { asText } from '../../src/commands/examples.js';
import { policy } from '../../src/commands/policy.js';
import { migrate } from '../../src/edges/storage/migrate.js';
import { openStore } from '../../src/edges/storage/store.js';
import type { Question } from '../../src/records/store.js';
import { emptyDatabase, type Database } from '../support/database.js';
import { testPolicy } from '../support/policy.js';
import { question } from '../support/questions.js';
import { NOW } from '../support/scene.js';
import { terminal } from '../support/terminal.js';
import { DPO } from '../support/world.js';

function answered(id: string, example: boolean): Question {
  const answer = { by: DPO, at: NOW, text: 'Yes, by e-mail.\nNot \u001b[31mby WhatsApp.', example };
  const escalation = { sentAt: NOW, words: 'May [name] join?', disputed: false, passedBy: [], answer };
  return { ...question(), id, ver: 1, state: 'dpo-answered', escalation };
}

describe('policy examples', () => {
  let database: Database;
  before(async () => {
    database = await emptyDatabase();
    await migrate({ url: database.url });
  });
  after(() => database.drop());

  it('says that there are none yet', async () => {
    const at = terminal({ DATABASE_URL: database.url });
    assert.equal(await policy.run(['examples'], at), 0);
    assert.deepEqual(at.said, ['No answer has been marked as an example yet.']);
  });

  it('lists facets, the masked question and the answer of those that were marked, and names nobody', async () => {
    const store = await openStore({ url: database.url, tell: async () => undefined, report: () => undefined });
    for (const one of [answered('ask-TEST0001', true), answered('ask-TEST0002', false)])
      await store.transact((tx) => tx.putQuestion(one));
    await store.close();
    const at = terminal({ DATABASE_URL: database.url });

    assert.equal(await policy.run(['examples', '--json'], at), 0);

    const [example, ...others] = JSON.parse(at.said.join('')) as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.equal(example?.['id'], 'ask-TEST0001');
    assert.equal(example?.['question'], 'May [name] join?');
    assert.ok(!('asker' in example!) && !JSON.stringify(example).includes(DPO));
  });

  it('writes nothing to the terminal that could steer it', () => {
    const text = asText([answered('ask-TEST0001', true)], testPolicy());
    assert.equal(text[2], '  Question: May [name] join?');
    assert.equal(text[3], '  Answer:   Yes, by e-mail.\n            Not  [31mby WhatsApp.');
  });
});
