import assert from 'node:assert/strict';
import { askText, questionActs } from '../../src/conversation/questions.js';
import type { Policy } from '../../src/guidance/types.js';
import { testPolicy } from '../support/policy.js';
import { actor, OWNER, testWorld } from '../support/world.js';

/** What a school opens, as the asker meets it. */
describe('a question about something that the school opened in two ways', () => {
  const strict = testPolicy();
  const open: Policy = {
    ...strict,
    settings: { ...strict.settings, lowRiskOneToOne: true, emergencyBackup: true },
  };
  let world: Awaited<ReturnType<typeof testWorld>>;

  before(async () => {
    world = await testWorld({ policy: open });
  });

  after(() => world.close());

  const ask = () => askText(world, actor(OWNER), 'Can I use WhatsApp to tell colleagues about cover?');

  /** The next view, once these statements of the card were ticked. */
  async function confirm(view: Awaited<ReturnType<typeof ask>>, facts: readonly string[]) {
    assert.ok(view.kind === 'confirm', view.kind);
    const target = { id: view.question.id, ver: view.question.ver };
    return questionActs['ask.confirm'](world, actor(OWNER), target, { facts: [...facts] });
  }

  const ticks = (kind: string) => (open.confirmations[kind]?.statements ?? []).map(({ id }) => id);

  it('asks about the first, then about the second, and says yes to the one that fits', async () => {
    const first = await ask();
    assert.equal(first.kind === 'confirm' && first.confirmation, 'one-to-one');
    const second = await confirm(first, []);
    assert.equal(second.kind === 'confirm' && second.confirmation, 'backup');
    const answer = await confirm(second, ticks('backup'));
    assert.ok(answer.kind === 'answer');
    assert.deepEqual([answer.question.verdict?.verdict, answer.question.verdict?.rule], ['conditional', 'U-BACKUP']);
  });

  it('says no when neither fits, and takes no tick of one card for the other', async () => {
    const second = await confirm(await ask(), ticks('backup'));
    assert.equal(second.kind === 'confirm' && second.confirmation, 'backup');
    const answer = await confirm(second, ticks('one-to-one'));
    assert.ok(answer.kind === 'answer');
    assert.equal(answer.question.verdict?.verdict, 'not-allowed');
  });
});
