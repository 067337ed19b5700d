import type { Fault } from './problem.js';
import { canDecide } from './reach.js';
import { gradeOf, sentencesOf, wordFaults, wordsOf } from './reading.js';
import { SWITCHES } from './settings.js';
import type { Policy, Rule, Source } from './types.js';

/** Longest label that fits a chip on a phone, and longest statement of a confirmation card, in characters. */
const CHIP = 15;
const STATEMENT = 45;
/** Words of a sentence, and the grade of a rule's sentence with its first reason. */
const WORDS = 20;
const GRADE = 9;

/**
 * What is to be mended in a policy that can be used: something open that nobody decided, a rule that never decides, something that nothing uses, a source that is to be
 * looked at again, a text that is too long or worded badly. `today` is a date such as 2026-11-24.
 */
export function findingsIn(policy: Policy, today: string): readonly Fault[] {
  return [
    ...undecided(policy),
    ...deadRules(policy),
    ...unused(policy),
    ...stale(policy, today),
    ...longLabels(policy),
    ...textsOf(policy).flatMap(textFaults),
    ...placeholders(policy),
    ...hardToRead(policy),
  ];
}

/** What is open has to be somebody's decision. */
function undecided({ settings, decisions }: Policy): readonly Fault[] {
  const open = SWITCHES.filter((name) => settings[name] && !decisions.some(({ setting }) => setting === name));
  return open.map((name) => ({
    path: ['settings', name],
    what: 'is on, and decisions does not say who opened it, when and why',
  }));
}

function deadRules(policy: Policy): readonly Fault[] {
  return policy.rules.flatMap((rule, n) =>
    canDecide(rule, policy) ? [] : [{ path: ['rules', String(n), 'id'], what: `${rule.id} never decides anything` }],
  );
}

function unused({
  rules,
  reasons,
  alternatives,
  conditions,
  confirmations,
  procedures,
  sources,
}: Policy): readonly Fault[] {
  const cited = [...Object.values(reasons), ...Object.values(procedures)].flatMap(({ cites }) => cites);
  const of = (part: string, entries: object, used: readonly (string | null)[]) =>
    Object.keys(entries)
      .filter((id) => !used.includes(id))
      .map((id) => ({ path: [part, id], what: 'is used nowhere' }));
  return [
    ...of(
      'reasons',
      reasons,
      rules.flatMap((rule) => rule.reasons),
    ),
    ...of(
      'alternatives',
      alternatives,
      rules.flatMap((rule) => rule.instead),
    ),
    ...of(
      'conditions',
      conditions,
      rules.flatMap((rule) => rule.conditions),
    ),
    ...of(
      'confirmations',
      confirmations,
      rules.map((rule) => rule.confirmation),
    ),
    ...of('sources', sources, cited),
  ];
}

function stale(policy: Policy, today: string): readonly Fault[] {
  return Object.entries(policy.sources).flatMap(([id, source]) => {
    const due = dueOf(source, policy.reviewEvery);
    if (due === null || due >= today) return [];
    const key = source.reviewBy === null ? 'checkedOn' : 'reviewBy';
    return [{ path: ['sources', id, key], what: `was to be looked at again by ${due}` }];
  });
}

/** The day by which a source is to be looked at again; null for one that nobody has checked and that names no day. */
function dueOf({ checkedOn, reviewBy }: Source, reviewEvery: number): string | null {
  if (reviewBy !== null || checkedOn === null) return reviewBy;
  const day = new Date(`${checkedOn}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + reviewEvery);
  return day.toISOString().slice(0, 10);
}

function longLabels(policy: Policy): readonly Fault[] {
  const terms = (['apps', 'audiences', 'contents', 'circumstances'] as const).flatMap((part) =>
    Object.entries(policy[part]).map(([id, { label }]) => ({ path: [part, id, 'label'], text: label, most: CHIP })),
  );
  const statements = Object.entries(policy.confirmations).flatMap(([id, { statements }]) =>
    statements.map(({ text }, n) => ({
      path: ['confirmations', id, 'statements', String(n), 'text'],
      text,
      most: STATEMENT,
    })),
  );
  return [...terms, ...statements]
    .filter(({ text, most }) => text.length > most)
    .map(({ path, text, most }) => ({ path, what: `has ${text.length} characters, and ${most} fit` }));
}

/** A text that staff read, and where it stands. */
type Text = { readonly path: readonly string[]; readonly text: string };

function textsOf(policy: Policy): readonly Text[] {
  const lines = (['reasons', 'alternatives', 'conditions'] as const).flatMap((part) =>
    Object.entries(policy[part]).flatMap(([id, line]) => lineOf([part, id], line)),
  );
  const confirmations = Object.entries(policy.confirmations).flatMap(([id, { say, statements }]) => [
    { path: ['confirmations', id, 'say'], text: say },
    ...statements.map(({ text }, n) => ({ path: ['confirmations', id, 'statements', String(n), 'text'], text })),
  ]);
  const procedures = Object.entries(policy.procedures).flatMap(([id, { title, steps }]) => [
    { path: ['procedures', id, 'title'], text: title },
    ...steps.flatMap((step, n) => lineOf(['procedures', id, 'steps', String(n)], step)),
  ]);
  const schedule = policy.schedule.flatMap(({ label, record, never }, n) => [
    { path: ['schedule', String(n), 'label'], text: label },
    { path: ['schedule', String(n), 'record'], text: record },
    ...(never === null ? [] : lineOf(['schedule', String(n), 'never'], never)),
  ]);
  const rules = policy.rules.map(({ say }, n) => ({ path: ['rules', String(n), 'say'], text: say }));
  return [...rules, ...lines, ...confirmations, ...procedures, ...schedule];
}

function lineOf(
  path: readonly string[],
  { lead, text }: { readonly lead: string; readonly text: string },
): readonly Text[] {
  return [
    { path: [...path, 'lead'], text: lead },
    { path: [...path, 'text'], text },
  ];
}

function textFaults({ path, text }: Text): readonly Fault[] {
  const long = sentencesOf(text).filter((sentence) => wordsOf(sentence).length > WORDS);
  return [
    ...long.map((sentence) => ({
      path,
      what: `a sentence has ${wordsOf(sentence).length} words, and ${WORDS} are the most`,
    })),
    ...wordFaults(text).map((what) => ({ path, what })),
  ];
}

/** Words in braces that nothing fills in would be shown as they are. */
function placeholders(policy: Policy): readonly Fault[] {
  return textsOf(policy).flatMap(({ path, text }) => {
    const known = path[0] === 'rules' ? ['{app}', '{audience}', '{content}'] : [];
    const unknown = (text.match(/\{[^}]*\}/g) ?? []).filter((one) => !known.includes(one));
    return unknown.map((one) => ({ path, what: `${one} is not filled in by anything` }));
  });
}

function hardToRead(policy: Policy): readonly Fault[] {
  return policy.rules.flatMap((rule, n) => {
    const grade = gradeOf(readAloud(rule, policy));
    if (grade <= GRADE) return [];
    const what = `with its first reason it reads at grade ${grade.toFixed(1)}, and ${GRADE} is the most`;
    return [{ path: ['rules', String(n), 'say'], what }];
  });
}

/** A rule's sentence and its first reason, with short words for what was understood. */
export function readAloud({ say, reasons: [first = ''] }: Rule, { reasons }: Policy): string {
  const sentence = say
    .replaceAll('{app}', 'the app')
    .replaceAll('{audience}', 'parents')
    .replaceAll('{content}', 'messages');
  return `${sentence} ${reasons[first]?.text ?? ''}`;
}
