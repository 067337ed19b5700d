import { readFileSync } from 'node:fs';
import { minutesIn } from '../edges/sandbox/clock.js';
import { given, missing, ok, wrong, type Env, type Reading } from './reading.js';

/** The simulated Microsoft 365, as the bot reaches it. */
export type Sandbox = {
  readonly graph: string;
  readonly signIn: string;
  /** Where an attached file is fetched from; null where none can be attached. */
  readonly files: string | null;
  /** Path of the file with the minutes by which the clock is ahead; null for the clock of this machine. */
  readonly clock: string | null;
};

const FILES = 'REGROUP_SANDBOX_FILES';
const CLOCK = 'REGROUP_SANDBOX_CLOCK';

export function sandbox(env: Env) {
  const files =
    given(env, FILES) === null ? ok(FILES, null, 'Not set: no file can be attached.') : loopback(env, FILES);
  return {
    graph: loopback(env, 'REGROUP_SANDBOX_GRAPH'),
    signIn: loopback(env, 'REGROUP_SANDBOX_SIGN_IN'),
    files,
    clock: clock(env),
  };
}

function clock(env: Env): Reading<string | null> {
  const file = given(env, CLOCK);
  if (file === null) return ok(CLOCK, null, 'Not set: the clock of this machine is used.');
  try {
    if (minutesIn(readFileSync(file, 'utf8')) !== null) return ok(CLOCK, file, 'Set: the clock can be put forward.');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return wrong(CLOCK, `The file cannot be read (${String(error.code)}).`);
  }
  return wrong(CLOCK, 'The file has to hold a whole number of minutes, such as 0.');
}

/** In the sandbox nothing may leave this machine. */
function loopback(env: Env, name: string): Reading<string> {
  const value = given(env, name);
  const example = 'Set it to an address on this machine, such as http://127.0.0.1:5010.';
  if (value === null) return missing(name, example);
  if (!URL.canParse(value)) return wrong(name, example);
  const { protocol, hostname, origin } = new URL(value);
  return protocol === 'http:' && isLoopback(hostname) ? ok(name, origin) : wrong(name, example);
}

export function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);
}

/** A sandbox that somebody believes to be on, or off, is worse than a bot that does not start. */
export function flag(env: Env): Reading<null> {
  const name = 'REGROUP_SANDBOX';
  const value = given(env, name);
  if (value === '1') return ok(name, null, 'On: everything is simulated.');
  // One would be a place that the bot fetches from, without encryption; the other would end every period that people are given.
  const stray = [FILES, CLOCK].find((one) => given(env, one) !== null);
  if (stray !== undefined) return wrong(stray, 'Remove it: it is for the sandbox only.');
  if (value === null || value === '0') return ok(name, null, 'Off: Regroup works for real.');
  return wrong(name, 'Set it to 1 for the sandbox, or remove it.');
}
