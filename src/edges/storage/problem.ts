/** The database server cannot be had. The message tells the administrator what to do. */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem';
}

/** The database does not fit this version of Regroup. The message tells the administrator what to do. */
export class MigrationProblem extends Error {
  override readonly name = 'MigrationProblem';
}

/**
 * A statement failed. Only PostgreSQL's own code and names are kept: its details and the parameters can hold what people
 * typed, and an error ends in a log.
 */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';
  constructor(
    /** SQLSTATE, or Node's code for a broken connection; `unknown` when there is none. */
    readonly code: string,
    /** The constraint that was broken, when one was. */
    readonly constraint: string | null,
  ) {
    super(`database: ${code}${constraint === null ? '' : ` (${constraint})`}`);
  }
}
