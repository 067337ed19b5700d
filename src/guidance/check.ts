import { isPrivate, matches, reasonsFor, SENSITIVE } from './decide.js';
import { lexiconFault } from './lexicon.js';
import { APPS, AUDIENCES, CONTENTS } from './form.js';
import type { Fault } from './problem.js';
import { JURISDICTIONS, SECTORS } from './settings.js';
import type { Content, Policy, Rule, Understood } from './types.js';

const CHECKS: readonly ((policy: Policy) => Fault | null)[] = [
  unknownIds,
  (policy) => lexiconFault(policy.lexicon),
  reasonWithoutSource,
  wrongConsumer,
  unconfirmedYes,
  sensitiveYes,
  ruleWithoutReason,
  doubledId,
  undecidedUse,
];

/** What is wrong with a policy whose shape is right, one fault of each kind; none when it can be used. */
export function checkPolicy(policy: Policy): readonly Fault[] {
  return CHECKS.flatMap((check) => check(policy) ?? []);
}

/** An id in one list that has to exist as a key in another. */
type Reference = { readonly path: readonly string[]; readonly id: string; readonly known: object };

function unknownIds(policy: Policy): Fault | null {
  const lists: Reference[] = [
    ...policy.rules.flatMap((rule, n) => referencesOf(rule, n, policy)),
    ...Object.entries(policy.reasons).flatMap(([id, { cites }]) =>
      listed(['reasons', id, 'cites'], cites, policy.sources),
    ),
    ...Object.entries(policy.procedures).flatMap(([id, { cites }]) =>
      listed(['procedures', id, 'cites'], cites, policy.sources),
    ),
    ...Object.keys(policy.lexicon.procedures).map((id) => ({
      path: ['lexicon', 'procedures', id],
      id,
      known: policy.procedures,
    })),
  ];
  const wrong = lists.find(({ id, known }) => !Object.hasOwn(known, id));
  return wrong === undefined ? null : { path: wrong.path, what: `${wrong.id} does not exist` };
}

function referencesOf(rule: Rule, n: number, policy: Policy): readonly Reference[] {
  const at = ['rules', String(n)];
  return [
    ...listed([...at, 'reasons'], rule.reasons, policy.reasons),
    ...listed([...at, 'instead'], rule.instead, policy.alternatives),
    ...listed([...at, 'conditions'], rule.conditions, policy.conditions),
    ...(rule.confirmation === null
      ? []
      : [{ path: [...at, 'confirmation'], id: rule.confirmation, known: policy.confirmations }]),
  ];
}

function listed(path: readonly string[], ids: readonly string[], known: object): readonly Reference[] {
  return ids.map((id, n) => ({ path: [...path, String(n)], id, known }));
}

function reasonWithoutSource(policy: Policy): Fault | null {
  const found = Object.entries(policy.reasons).find(([, { cites }]) => cites.length === 0);
  return found === undefined
    ? null
    : { path: ['reasons', found[0], 'cites'], what: 'a reason names at least one source' };
}

function wrongConsumer(policy: Policy): Fault | null {
  const wrong = APPS.find((app) => app !== 'none' && policy.apps[app].consumer !== isPrivate(app));
  if (wrong === undefined) return null;
  return { path: ['apps', wrong, 'consumer'], what: 'every app is private but Teams and the school’s own systems' };
}

/** The rule that protects children and staff: no yes for a private app before somebody said in so many words that it fits. */
function unconfirmedYes(policy: Policy): Fault | null {
  const n = policy.rules.findIndex(
    ({ verdict, when, confirmation }) =>
      (verdict === 'allowed' || verdict === 'conditional') &&
      confirmation === null &&
      (when.app ?? APPS).some(isPrivate),
  );
  if (n < 0) return null;
  return { path: ['rules', String(n), 'confirmation'], what: 'a yes for a private app needs a confirmation' };
}

/** No setting and no approval opens a private app to what must never be there; only an emergency comes before it. */
function sensitiveYes(policy: Policy): Fault | null {
  for (const [n, { verdict, when }] of policy.rules.entries()) {
    const isYes = verdict === 'allowed' || verdict === 'conditional';
    if (!isYes || !(when.app ?? APPS).some(isPrivate)) continue;
    if (when.content?.every((one) => one === 'emergency') === true) continue;
    const opened = SENSITIVE.find((one) => (when.onlyContent ?? CONTENTS).includes(one));
    if (opened === undefined) continue;
    const key = when.onlyContent === undefined ? 'when' : 'when.onlyContent';
    return {
      path: ['rules', String(n), ...key.split('.')],
      what: `a yes for a private app must not cover ${opened}: list what it covers in onlyContent`,
    };
  }
  return null;
}

/** Wherever the organisation is, and whatever it is: a pack can change hands. */
function ruleWithoutReason(policy: Policy): Fault | null {
  for (const [n, rule] of policy.rules.entries()) {
    for (const jurisdiction of JURISDICTIONS) {
      for (const sector of SECTORS) {
        const settings = { ...policy.settings, jurisdiction, sector };
        const bare = (rule.when.app ?? APPS).find((app) => reasonsFor(rule, app, { ...policy, settings }).length === 0);
        if (bare === undefined) continue;
        const what = `no reason holds for ${bare} (${jurisdiction}, ${sector})`;
        return { path: ['rules', String(n), 'reasons'], what };
      }
    }
  }
  return null;
}

function doubledId(policy: Policy): Fault | null {
  const rule = policy.rules.findIndex(({ id }, n) => policy.rules.findIndex((other) => other.id === id) !== n);
  if (rule >= 0) return { path: ['rules', String(rule), 'id'], what: 'another rule has this id' };
  const line = policy.schedule.findIndex(({ id }, n) => policy.schedule.findIndex((other) => other.id === id) !== n);
  return line < 0 ? null : { path: ['schedule', String(line), 'id'], what: 'another purpose has this id' };
}

/** Every use reaches a rule without a confirmation and without a setting, so that there is an answer whatever was ticked. */
function undecidedUse(policy: Policy): Fault | null {
  const rules = policy.rules.filter(({ confirmation, when }) => confirmation === null && when.setting === undefined);
  for (const app of APPS) {
    for (const audience of AUDIENCES) {
      for (const content of CONTENTS.flatMap((one, n) => CONTENTS.slice(n).map((other) => [one, other]))) {
        const use = useOf(app, audience, content);
        if (rules.some((rule) => matches(rule, use))) continue;
        return { path: ['rules'], what: `no rule decides ${app}, ${audience}, ${content.join(' and ')}` };
      }
    }
  }
  return null;
}

function useOf(
  app: (typeof APPS)[number],
  audience: (typeof AUDIENCES)[number],
  content: readonly Content[],
): Understood {
  const rest = { circumstance: [], danger: false, procedure: null, english: true } as const;
  return { intent: 'permission', app, audience, content, ...rest };
}
