import Fuse from 'fuse.js';
import { suggest } from '../src/roster/match.js';
import type { Person } from '../src/roster/person.js';
import { rank } from '../src/roster/rank.js';
import { outsideLabels, trueLabels, TRUE_FORMS, type Label } from './roster/labels.js';
import { randomOf } from './roster/random.js';
import { trust } from './roster/trust.js';
import type { Bench } from './main.js';

const STAFF = 300;
const TRUE = 600;
const OUTSIDE = 300;
const SEEDS = Array.from({ length: 10 }, (_, n) => n + 1);
/** What a token set with short names and "Priya N" was measured to find, in another invented trust. */
const LEAST_RIGHT = 399;
/** How many people one look-up of the wizard shows. */
const SHOWN = 8;

/** A made-up trust, and how its people and others are saved in somebody's phone. */
export function sample(seed: number): { readonly people: readonly Person[]; readonly labels: readonly Label[] } {
  const random = randomOf(seed);
  const members = trust(random, STAFF);
  const people = members.map(({ person }) => person);
  return { people, labels: [...trueLabels(random, members, TRUE), ...outsideLabels(random, members, OUTSIDE)] };
}

export type Score = {
  readonly right: number;
  /** Somebody else than who is meant, or anybody for an outsider. */
  readonly wrong: number;
  readonly none: number;
  /** Which labels got a wrong suggestion, with the form they are written in. */
  readonly mistakes: readonly Label[];
  readonly rightByForm: Readonly<Record<string, number>>;
};

/** How the suggestions of `matcher` compare with who is meant. */
export function scored(labels: readonly Label[], matcher: (label: string) => Person | null): Score {
  const rightByForm: Record<string, number> = {};
  const mistakes: Label[] = [];
  let [right, none] = [0, 0];
  for (const label of labels) {
    const person = matcher(label.text);
    if (person === null) none += 1;
    else if (person.id !== label.id) mistakes.push(label);
    else {
      right += 1;
      rightByForm[label.form] = (rightByForm[label.form] ?? 0) + 1;
    }
  }
  return { right, wrong: mistakes.length, none, mistakes, rightByForm };
}

/**
 * Suggestions for the labels of invented trusts, against `fuse.js` on the same data: the first hit that its threshold of 0.4 lets
 * pass. The figures are the worst of several seeds for ours, and the best of them for the other.
 */
export const roster: Bench = async () => {
  const runs = SEEDS.map(runOf);
  const least = (figure: (run: Run) => number) => Math.min(...runs.map(figure));
  const most = (figure: (run: Run) => number) => Math.max(...runs.map(figure));
  const figures = {
    staff: STAFF,
    labels: TRUE,
    outsiders: OUTSIDE,
    seeds: SEEDS.length,
    right: least(({ ours }) => ours.right),
    wrong: most(({ ours }) => ours.wrong),
    none: most(({ ours }) => ours.none),
    fuseRight: most(({ fuse }) => fuse.right),
    fuseWrong: least(({ fuse }) => fuse.wrong),
    inPicker: least(({ inPicker }) => inPicker),
    milliseconds: most(({ milliseconds }) => milliseconds),
  };
  const faults = [
    ...(figures.right < LEAST_RIGHT ? [`${figures.right} right suggestions; ${LEAST_RIGHT} are the least`] : []),
    ...(figures.wrong > 0 ? [`${figures.wrong} wrong suggestions; there must be none`] : []),
  ];
  return { figures, lines: [...runs.map(lineOf), ...formLines(runs[0]?.ours)], faults };
};

type Run = {
  readonly seed: number;
  readonly ours: Score;
  readonly fuse: Score;
  /** For all suggestions of ours. */
  readonly milliseconds: number;
  /** True labels whose person is among the first of the sorted picker. */
  readonly inPicker: number;
};

function runOf(seed: number): Run {
  const { people, labels } = sample(seed);
  const start = performance.now();
  const ours = scored(labels, (label) => suggest(label, people));
  const milliseconds = Math.round(performance.now() - start);
  const isShown = ({ text, id }: Label) =>
    id !== null &&
    rank(text, people)
      .slice(0, SHOWN)
      .some((one) => one.id === id);
  return { seed, ours, fuse: scored(labels, fuseOn(people)), milliseconds, inPicker: labels.filter(isShown).length };
}

function fuseOn(people: readonly Person[]): (label: string) => Person | null {
  const fuse = new Fuse(people, { keys: ['displayName'], threshold: 0.4 });
  return (label) => fuse.search(label, { limit: 1 })[0]?.item ?? null;
}

function lineOf({ seed, ours, fuse, milliseconds, inPicker }: Run): string {
  const words = ({ right, wrong, none }: Score) => `${right} right, ${wrong} wrong, ${none} none`;
  return `seed ${seed}: Regroup ${words(ours)} (${milliseconds} ms; ${inPicker} of ${TRUE} in the first ${SHOWN} of the picker); fuse.js ${words(fuse)}`;
}

function formLines(score: Score | undefined): readonly string[] {
  return TRUE_FORMS.map(
    ([form, share]) =>
      `  ${form}: ${share} % of the labels, ${score?.rightByForm[form] ?? 0} of ${(share * TRUE) / 100} right`,
  );
}
