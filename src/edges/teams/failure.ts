import type { View } from '../../conversation/view.js';
import type { Organisation } from '../../conversation/world.js';
import { WorkplaceProblem } from '../../migration/ports.js';
import { ChannelProblem } from './channel.js';

/** What a person is shown when their turn failed: never the error itself. */
export function failureView(error: unknown, correlationId: string, { phones }: Organisation): View {
  const failed = { kind: 'failed', correlationId } as const;
  if (error instanceof WorkplaceProblem && error.code === 'permission-missing')
    return {
      ...failed,
      who: 'administrator',
      why: 'Regroup may not do this in Microsoft 365 yet.',
      next: `Tell IT support (${phones.itSupport}) the reference below. A permission is missing.`,
    };
  if (error instanceof WorkplaceProblem && error.code === 'outage')
    return {
      ...failed,
      who: 'us',
      why: 'Microsoft 365 does not answer at the moment.',
      next: 'What you did before is kept. Try again in a few minutes.',
    };
  return {
    ...failed,
    who: 'us',
    why: 'Something went wrong in Regroup.',
    next: `What you did before is kept. Try again. If it fails again, tell IT support (${phones.itSupport}) the reference below.`,
  };
}

/** The error's class and code, for the log. Its message may hold what people typed. */
export function factsOf(error: unknown): Readonly<Record<string, string | number>> {
  if (error instanceof WorkplaceProblem)
    return { error: error.name, code: error.code, reference: error.correlationId, missing: error.missing ?? '' };
  if (error instanceof ChannelProblem) return { error: error.name, status: error.status };
  if (!(error instanceof Error)) return { error: typeof error };
  return 'code' in error && typeof error.code === 'string'
    ? { error: error.name, code: error.code }
    : { error: error.name, at: placeOf(error) };
}

/** The first place of our own code that the error went through: no words, only a file and a line. */
function placeOf(error: Error): string {
  return /(?:src|dist)\/([\w/.-]+:\d+):\d+/.exec(error.stack?.replace(error.message, '') ?? '')?.[1] ?? '';
}
