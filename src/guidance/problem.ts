/** A mistake in a policy pack, for the person who edits it. The message names file, line and key. */
export class PolicyProblem extends Error {
  override readonly name = 'PolicyProblem';
  constructor(
    readonly file: string,
    readonly line: number,
    /** `rules.3.verdict` */
    readonly key: string,
    /** What is wrong, in our words. */
    readonly what: string,
  ) {
    super(`${file}:${line}: ${key === '' ? what : `${key}: ${what}`}`);
  }
}

/** What is wrong with a policy, and at which key. */
export type Fault = { readonly path: readonly string[]; readonly what: string };
