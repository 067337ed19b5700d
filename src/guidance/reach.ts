import { decide, inForce, matches, strictest } from './decide.js';
import { APPS, AUDIENCES, CIRCUMSTANCES, CONTENTS } from './form.js';
import type { Confirmation, Content, Policy, Rule, Understood } from './types.js';

/** Nothing said, and one or two things said: what a rule's conditions can tell apart. */
const SAID = CONTENTS.filter((one) => one !== 'none-stated');
const CONTENT: readonly (readonly Content[])[] = [
  ['none-stated'],
  ...SAID.map((one) => [one]),
  ...SAID.flatMap((one, n) => SAID.slice(n + 1).map((other) => [one, other])),
];

/** Whether there is a use that the rule decides. A rule that depends on a setting is looked at with the setting on. */
export function canDecide(rule: Rule, policy: Policy): boolean {
  const { setting } = rule.when;
  const settings = setting === undefined ? policy.settings : { ...policy.settings, [setting]: true };
  const open = { ...policy, settings };
  for (const use of usesOf(rule)) if (decides(rule, use, open)) return true;
  return false;
}

function* usesOf(rule: Rule): Generator<Understood> {
  const { app = APPS, audience = AUDIENCES, circumstance, danger } = rule.when;
  const rest = { intent: 'permission', procedure: null, english: true } as const;
  const facts = circumstance?.map((one) => [one]) ?? [[], ...CIRCUMSTANCES.map((one) => [one])];
  for (const oneApp of app)
    for (const oneAudience of audience)
      for (const content of CONTENT)
        for (const fact of facts)
          for (const isDanger of danger === undefined ? [false, true] : [danger]) {
            const facets = { app: oneApp, audience: oneAudience, content, circumstance: fact, danger: isDanger };
            const use = { ...rest, ...facets };
            if (matches(rule, use)) yield use;
          }
}

/** Whether the rule decides this use, once its confirmation is ticked and every one before it is not. */
function decides(rule: Rule, use: Understood, policy: Policy): boolean {
  let confirmation: Confirmation | null = null;
  for (;;) {
    const outcome = decide(use, confirmation, policy);
    if (outcome.kind === 'clarify') return asks(use, policy)?.id === rule.id;
    if (outcome.kind === 'decided') return outcome.decision.rule === rule.id;
    const isOurs = outcome.confirmation === rule.confirmation;
    const statements = policy.confirmations[outcome.confirmation]?.statements ?? [];
    confirmation = { kind: outcome.confirmation, ticked: isOurs ? statements.map(({ id }) => id) : [] };
  }
}

/** The rule that makes Regroup ask back. */
function asks(use: Understood, { rules, settings }: Policy): Rule | null {
  const matching = rules.filter((rule) => inForce(rule, settings) && matches(rule, use));
  return strictest(matching.filter(({ confirmation }) => confirmation === null));
}
