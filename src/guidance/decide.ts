import { inScope, type Settings } from './settings.js';
import type { App, Confirmation, Content, Decision, Outcome, Policy, Rule, Understood, Verdict } from './types.js';

/** From the mildest to the strictest: of several rules that match, the strictest decides. */
const STRICTNESS: readonly Verdict[] = ['allowed', 'conditional', 'needs-detail', 'not-allowed'];

/** What no setting and no approval brings to a private app. */
export const SENSITIVE: readonly Content[] = [
  'pupil-data',
  'special-category',
  'safeguarding',
  'images',
  'hr',
  'assessment',
  'credentials',
];

/** What the school controls. Every other app is private, whatever a policy pack says about it. */
const GOVERNED: ReadonlySet<App> = new Set<App>(['teams', 'school-system']);

/** Whether a yes for this app needs a confirmation first. An app that was not named may be a private one. */
export function isPrivate(app: App): boolean {
  return !GOVERNED.has(app);
}

/**
 * What the policy says about this use. A rule with a confirmation is an exception: the first that matches is asked about, and it
 * decides only when every statement was ticked; otherwise the next exception is asked about. When none is left, the strictest of the
 * other rules decides.
 *
 * Throws when the policy has no rule for the use, or would give a yes for a private app unconfirmed: `readPolicy` refuses such packs,
 * and this is the second lock on the same door.
 */
export function decide(understood: Understood, confirmation: Confirmation | null, policy: Policy): Outcome {
  const rules = policy.rules.filter((rule) => inForce(rule, policy.settings) && matches(rule, understood));
  const exceptions = firstOfEachKind(rules);
  const asked = exceptions.findIndex((rule) => rule.confirmation === confirmation?.kind);
  const exception = exceptions[asked];
  if (exception !== undefined && confirmation !== null && allTicked(confirmation, policy)) {
    return decided(exception, understood, confirmation, policy);
  }
  const next = exceptions[asked + 1];
  if (next?.confirmation != null) return { kind: 'confirm', confirmation: next.confirmation };
  const rule = strictest(rules.filter((one) => one.confirmation === null));
  if (rule === null) throw new Error(`the policy ${policy.name} has no rule for this use`);
  if (rule.verdict === 'needs-detail') return { kind: 'clarify', ask: missing(understood) };
  return decided(rule, understood, confirmation, policy);
}

/** Whether the setting that the rule depends on is on. Most rules depend on none. */
export function inForce({ when }: Rule, settings: Settings): boolean {
  return when.setting === undefined || settings[when.setting];
}

/** Rules that need a confirmation, in order. A card that was answered is not shown again for another rule. */
function firstOfEachKind(rules: readonly Rule[]): readonly Rule[] {
  const kinds = new Map<string, Rule>();
  for (const rule of rules) {
    if (rule.confirmation !== null && !kinds.has(rule.confirmation)) kinds.set(rule.confirmation, rule);
  }
  return [...kinds.values()];
}

/** Whether everything that the rule asks for is understood of the question. */
export function matches(rule: Rule, understood: Understood): boolean {
  const { app, audience, content, onlyContent, circumstance, danger } = rule.when;
  const said = contentOf(understood);
  if (app !== undefined && !app.includes(understood.app)) return false;
  if (audience !== undefined && !audience.includes(understood.audience)) return false;
  if (content !== undefined && !said.some((one) => content.includes(one))) return false;
  if (onlyContent !== undefined && !said.every((one) => onlyContent.includes(one))) return false;
  if (circumstance !== undefined && !understood.circumstance.some((one) => circumstance.includes(one))) return false;
  return danger === undefined || danger === understood.danger;
}

/** What would be sent; `none-stated` alone when nothing is known of it. */
export function contentOf(understood: Understood): readonly Content[] {
  const known = understood.content.filter((one) => one !== 'none-stated');
  return known.length === 0 ? ['none-stated'] : known;
}

/** Of rules that match, the first of the strictest verdict. */
export function strictest(rules: readonly Rule[]): Rule | null {
  let found: Rule | null = null;
  for (const rule of rules) {
    if (found === null || STRICTNESS.indexOf(rule.verdict) > STRICTNESS.indexOf(found.verdict)) found = rule;
  }
  return found;
}

function decided(rule: Rule, understood: Understood, confirmation: Confirmation | null, policy: Policy): Outcome {
  const { verdict } = rule;
  if (verdict === 'allowed' || verdict === 'conditional') {
    const confirmed =
      rule.confirmation !== null && confirmation?.kind === rule.confirmation && allTicked(confirmation, policy);
    if (isPrivate(understood.app) && !confirmed)
      throw new Error(`rule ${rule.id} would allow a private app unconfirmed`);
  }
  const decision: Decision = {
    verdict,
    rule: rule.id,
    policy: policy.name,
    reasons: reasonsFor(rule, understood.app, policy),
    instead: rule.instead,
    conditions: rule.conditions,
  };
  return { kind: 'decided', decision };
}

/** Some reasons hold for some apps, some law and some organisations alone: WhatsApp's terms say nothing about Signal. */
export function reasonsFor(rule: Rule, app: App, { reasons, settings }: Policy): readonly string[] {
  return rule.reasons.filter((id) => {
    const reason = reasons[id];
    return reason !== undefined && inScope(reason, settings) && (reason.apps.length === 0 || reason.apps.includes(app));
  });
}

/** Whether the asker ticked every statement of the confirmation. */
export function allTicked(confirmation: Confirmation, policy: Policy): boolean {
  const statements = policy.confirmations[confirmation.kind]?.statements ?? [];
  return statements.length > 0 && statements.every(({ id }) => confirmation.ticked.includes(id));
}

/** The facet to ask for: the first that is unknown, in the order in which people think of them. */
function missing(understood: Understood): 'app' | 'audience' | 'content' {
  if (understood.app === 'none') return 'app';
  if (contentOf(understood).includes('none-stated')) return 'content';
  return 'audience';
}
