/** What a compliance administrator is asked to have Purview do. */
export type RetentionRequest = {
  readonly teamId: string;
  readonly days: number;
  /** What the request is about: the id of a move, or of nothing more than a command. */
  readonly reference: string;
};

/** The request cannot be put into the script; the message says what is wrong. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
}

/**
 * The script with this request in it. Only an id, a number and a code go in, so nothing that somebody typed becomes part of a
 * script that a compliance administrator runs. Throws `RequestProblem`.
 */
export function applyScript(template: string, { teamId, days, reference }: RetentionRequest): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(teamId))
    throw new RequestProblem('The team has to be an id.');
  if (!Number.isInteger(days) || days < 1 || days > 36_500)
    throw new RequestProblem('The period has to be between 1 and 36500 days.');
  if (!/^[A-Za-z0-9-]{1,40}$/.test(reference)) throw new RequestProblem('The reference has to be a code.');
  const filled = [
    ["$teamId = [guid] '00000000-0000-0000-0000-000000000000'", `$teamId = [guid] '${teamId.toLowerCase()}'`],
    ['$days = 0', `$days = ${days}`],
    ["$reference = 'none'", `$reference = '${reference}'`],
  ] as const;
  return filled.reduce(
    (text, [from, to]) => replacedOnce(text, `\n${from}\n`, `\n${to}\n`),
    template.replaceAll('\r\n', '\n'),
  );
}

/** A line that is not there once would leave a script that asks for something else. */
function replacedOnce(text: string, from: string, to: string): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new RequestProblem('The script that is filled in is not the one that belongs to this version.');
  return `${before}${to}${after}`;
}
