import assert from 'node:assert/strict';
import { decide, isPrivate, reasonsFor, SENSITIVE } from '../../src/guidance/decide.js';
import { APPS, AUDIENCES, CIRCUMSTANCES, CONTENTS } from '../../src/guidance/form.js';
import { JURISDICTIONS, SECTORS, SWITCHES, type Settings } from '../../src/guidance/settings.js';
import type { Confirmation, Content, Policy, Understood, Verdict } from '../../src/guidance/types.js';
import { mergePolicy } from '../../src/guidance/policy.js';
import { laidOver, packAt, PACKS } from '../support/packs.js';
import { testPolicy } from '../support/policy.js';

const ORDER: readonly Verdict[] = ['allowed', 'conditional', 'needs-detail', 'not-allowed'];
const SAID = CONTENTS.filter((one) => one !== 'none-stated');
const PAIRS: readonly (readonly Content[])[] = [
  ['none-stated'],
  ...SAID.flatMap((one, n) => SAID.slice(n).map((other) => (one === other ? [one] : [one, other]))),
];

function withSettings(policy: Policy, changes: Partial<Settings>): Policy {
  return { ...policy, settings: { ...policy.settings, ...changes } };
}

const ALL_ON = Object.fromEntries(SWITCHES.map((name) => [name, true])) as Partial<Settings>;

function use(facets: Partial<Understood>): Understood {
  const none = { circumstance: [], danger: false, procedure: null, english: true };
  return { intent: 'permission', app: 'whatsapp', audience: 'unknown', content: ['none-stated'], ...none, ...facets };
}

function* privateUses(contents: readonly (readonly Content[])[]): Generator<Understood> {
  for (const app of APPS.filter(isPrivate))
    for (const audience of AUDIENCES)
      for (const content of contents)
        for (const circumstance of [[], ...CIRCUMSTANCES.map((one) => [one])])
          yield use({ app, audience, content, circumstance });
}

/** Every verdict that can come of a use: of ticking all of one of the confirmations, or of none. */
function verdictsOf(understood: Understood, policy: Policy): readonly Verdict[] {
  const found: Verdict[] = [];
  let declined: Confirmation | null = null;
  for (let card = 0; card < 20; card += 1) {
    const outcome = decide(understood, declined, policy);
    if (outcome.kind === 'clarify') return [...found, 'needs-detail'];
    if (outcome.kind === 'decided') return [...found, outcome.decision.verdict];
    const kind = outcome.confirmation;
    const ids = (policy.confirmations[kind]?.statements ?? []).map(({ id }) => id);
    const yes = decide(understood, { kind, ticked: ids }, policy);
    if (yes.kind === 'decided') found.push(yes.decision.verdict);
    // All but one of the statements is as good as none.
    declined = { kind, ticked: ids.slice(1) };
  }
  throw new Error('the cards do not end');
}

const mildest = (understood: Understood, policy: Policy) =>
  Math.min(...verdictsOf(understood, policy).map((verdict) => ORDER.indexOf(verdict)));

describe('settings', function () {
  this.timeout(30_000);
  const strict = testPolicy();
  const open = withSettings(strict, ALL_ON);

  const opened: readonly (readonly [keyof Settings, Partial<Understood>, string])[] = [
    ['lowRiskOneToOne', { audience: 'staff', content: ['logistics'] }, 'U-ONETOONE'],
    ['emergencyBackup', { audience: 'staff', content: ['logistics'] }, 'U-BACKUP'],
    ['tripBackup', { app: 'signal', audience: 'staff', content: ['logistics'] }, 'U-TRIP'],
    ['teachingResources', { audience: 'staff', content: ['business'] }, 'U-TEACHING'],
    ['waBusinessParents', { app: 'whatsapp-business', audience: 'parents' }, 'U-BIZPARENTS'],
    ['publicChannel', { audience: 'parents', content: ['logistics'] }, 'U-CHANNEL'],
    ['contractorsAndSuppliers', { app: 'sms', audience: 'external', content: ['logistics'] }, 'U-CONTRACTOR'],
    ['professionals', { audience: 'external', content: ['logistics'] }, 'U-PROFESSIONAL'],
  ];
  for (const [name, facets, rule] of opened) {
    it(`${name} opens ${rule}, once its confirmation is ticked, and nothing while it is off`, () => {
      assert.deepEqual(verdictsOf(use(facets), strict), ['not-allowed']);
      const policy = withSettings(strict, { [name]: true });
      assert.deepEqual(verdictsOf(use(facets), policy), ['conditional', 'not-allowed']);
      const kind = policy.rules.find(({ id }) => id === rule)?.confirmation ?? '';
      const ticked = (policy.confirmations[kind]?.statements ?? []).map(({ id }) => id);
      const outcome = decide(use(facets), { kind, ticked }, policy);
      assert.equal(outcome.kind === 'decided' ? outcome.decision.rule : outcome.kind, rule);
    });
  }

  it('asks about each thing that is open in turn, and about none twice', () => {
    const understood = use({ audience: 'staff', content: ['logistics'] });
    const asked: string[] = [];
    let outcome = decide(understood, null, open);
    while (outcome.kind === 'confirm') {
      asked.push(outcome.confirmation);
      outcome = decide(understood, { kind: outcome.confirmation, ticked: [] }, open);
    }
    assert.deepEqual(asked, ['one-to-one', 'backup', 'trip']);
    assert.equal(outcome.kind === 'decided' && outcome.decision.verdict, 'not-allowed');
  });

  for (const file of PACKS) {
    const policy = withSettings(packAt(file), ALL_ON);
    it(`never say yes unasked to a private app, with everything on: ${policy.id}`, () => {
      for (const understood of privateUses(PAIRS)) {
        const outcome = decide(understood, null, policy);
        if (outcome.kind !== 'decided') continue;
        assert.ok(ORDER.indexOf(outcome.decision.verdict) > 1, JSON.stringify(understood));
      }
    });

    it(`open nothing sensitive on a private app, with everything on: ${policy.id}`, () => {
      const contents = SENSITIVE.flatMap((one) =>
        SAID.filter((other) => other !== 'emergency').map((other) => (other === one ? [one] : [one, other])),
      );
      for (const understood of privateUses(contents)) {
        if (understood.app === 'none') continue;
        assert.deepEqual(verdictsOf(understood, policy), ['not-allowed'], JSON.stringify(understood));
      }
    });

    it(`make nothing stricter, and nothing allowed outright: ${policy.id}`, () => {
      for (const understood of privateUses(PAIRS)) {
        const before = mildest(understood, packAt(file));
        const after = mildest(understood, policy);
        assert.ok(after === before || (after < before && ORDER[after] === 'conditional'), JSON.stringify(understood));
      }
    });

    it(`open nothing more when more is said, save for an emergency, with everything on: ${policy.id}`, () => {
      for (const understood of privateUses(SAID.map((one) => [one]))) {
        const before = mildest(understood, policy);
        for (const more of SAID) {
          if (more === 'emergency' || understood.content.includes(more)) continue;
          const after = mildest({ ...understood, content: [...understood.content, more] }, policy);
          assert.ok(after >= before, `${JSON.stringify(understood)} and ${more}`);
        }
      }
    });
  }

  it('open nothing for pupils', () => {
    for (const understood of privateUses(PAIRS)) {
      if (understood.audience !== 'pupils') continue;
      assert.deepEqual(verdictsOf(understood, open), verdictsOf(understood, strict));
    }
  });
});

describe('reasons', () => {
  const policy = testPolicy();
  const given = (rule: string, changes: Partial<Settings>) => {
    const found = policy.rules.find(({ id }) => id === rule);
    assert.ok(found);
    return reasonsFor(found, 'whatsapp', withSettings(policy, changes));
  };

  it('name WhatsApp’s terms in the UK, and not in the EEA', () => {
    assert.ok(given('B-WORK', { jurisdiction: 'uk' }).includes('R-TERMS'));
    assert.ok(!given('B-WORK', { jurisdiction: 'eea' }).includes('R-TERMS'));
  });

  for (const sector of SECTORS) {
    const reached = ['maintained', 'academy', 'public-body'].includes(sector);
    it(`${reached ? 'name' : 'do not name'} freedom of information for ${sector}`, () => {
      assert.equal(given('A-DECISION', { sector }).includes('R-FOI'), reached);
    });
  }

  it('are left for every rule, app, jurisdiction and sector', () => {
    for (const jurisdiction of JURISDICTIONS)
      for (const sector of SECTORS)
        for (const file of PACKS)
          for (const rule of packAt(file).rules)
            for (const app of rule.when.app ?? APPS) {
              const reasons = reasonsFor(rule, app, withSettings(packAt(file), { jurisdiction, sector }));
              assert.ok(reasons.length > 0, `${rule.id} ${app}`);
            }
  });

  it('leave the step about terms out of the answer to "why" in the EEA', () => {
    const leads = (jurisdiction: string) =>
      mergePolicy(laidOver(`settings: { jurisdiction: ${jurisdiction} }`)).procedures['P-WHY']?.steps.map(
        ({ lead }) => lead,
      );
    assert.ok(leads('uk')?.includes('Terms'));
    assert.ok(!leads('eea')?.includes('Terms'));
  });
});
