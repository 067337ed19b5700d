import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PolicyProblem, readPolicy } from '../../src/guidance/policy.js';
import { askLine } from '../../src/guidance/report.js';
import { testPolicy } from '../support/policy.js';

const policy = testPolicy();

describe('a school tool that is named', () => {
  describe('is what is asked about when the text says that it is used', () => {
    for (const text of [
      'can I use Teams for cover',
      'Teams for cover?',
      'is Teams ok for talking to parents',
      'is a Teams group chat with the TAs ok',
      'can we have a group chat on Teams for the maths department',
      'can I message parents via Arbor about the trip',
      'can I text parents from Arbor',
      'can I log a concern on CPOMS',
      'may I put photos on Tapestry for families',
      'is it ok to send a screenshot over Teams',
      'can I upload the class list to SharePoint',
      'instead of WhatsApp can I use Arbor to message parents',
      'rather than a WhatsApp group could we have the rota on SharePoint',
      'WhatsApp is rubbish, can we use Teams',
      'can I email parents from my school email',
      'is the school portal ok for letters home',
    ]) {
      it(text, () => {
        const { verdict, confirm, app } = askLine('1', text, policy);
        assert.deepEqual([verdict, confirm], ['allowed', false]);
        assert.ok(app === 'teams' || app === 'school-system', app);
      });
    }
  });

  describe('gets no yes when what is said may leave it', () => {
    for (const text of [
      'can I screenshot the Arbor page and send it round',
      'can I copy and paste the CPOMS log for the TAs',
      'ok to export the register from SIMS',
      'can I download the medical list off Bromcom for the coach',
      'may I forward it from Outlook to my sister',
      'can I print the CPOMS chronology',
      'is a photo of the Arbor screen ok',
      'can I read out what CPOMS says to the dad',
      'can I put the Arbor list in the group chat',
      'can I show my husband the Teams files',
      'ok to open SharePoint on a friend’s laptop for my mate',
      'can I keep the Arbor export on a usb stick',
      'can I ask Siri to read the MyConcern entry',
      'Teams is so slow, can I just message them',
      'I hate Outlook, ok to send it to governors another way',
      'I can’t get into Arbor, can I message the parents',
      'can I reach parents some other way instead of Arbor',
      'can I shout the Arbor addresses across to the bus driver',
    ]) {
      it(text, () => {
        const { verdict, confirm } = askLine('1', text, policy);
        assert.ok(verdict !== 'allowed' || confirm, `${verdict}`);
        assert.ok(verdict !== 'conditional' || confirm, `${verdict}`);
      });
    }
  });

  it('is asked back about as a question without an app, with the rest understood', () => {
    const line = askLine('1', 'can I screenshot the CPOMS log for the TAs', policy);
    assert.deepEqual([line.verdict, line.app, line.audience], ['needs-detail', 'none', 'staff']);
  });

  it('does not soften a refusal', () => {
    assert.equal(askLine('1', 'can I share my Arbor login with the supply teacher', policy).verdict, 'not-allowed');
    assert.equal(askLine('1', 'can I screenshot Arbor and WhatsApp it to a parent', policy).verdict, 'not-allowed');
  });

  for (const cue of ['names-tool', 'stays-in-tool', 'leaves-tool', 'may-leave-tool']) {
    it(`cannot be read by a policy without the words of ${cue}`, () => {
      const file = 'policies/uk-schools.yaml';
      const pack = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      const without = pack.replace(`    ${cue}:\n`, `    ${cue}x:\n`);
      assert.notEqual(without, pack);
      assert.throws(
        () => readPolicy(without, file),
        (error: unknown) => error instanceof PolicyProblem && error.message.includes(cue),
      );
    });
  }
});
