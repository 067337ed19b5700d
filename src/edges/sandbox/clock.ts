import { readFileSync } from 'node:fs';

const MINUTE_MS = 60_000;
/** A year: far enough for every period that Regroup waits for. */
const MOST_MINUTES = 366 * 24 * 60;
const LOOK_EVERY_MS = 250;

/** A clock that can be put forward, so that nobody in the sandbox has to wait for working days. */
export type SandboxClock = {
  now(): Date;
  /** Looks at the file from now on, and calls `moved` each time after the clock was put forward; the answer ends that. */
  onMoved(moved: () => void): () => void;
};

/** The whole number of minutes in a file of the sandbox by which its clock is ahead; null for anything else in it. */
export function minutesIn(text: string): number | null {
  const minutes = /^\s*(\d{1,6})\s*$/.exec(text)?.[1];
  return minutes === undefined || Number(minutes) > MOST_MINUTES ? null : Number(minutes);
}

/**
 * A clock that is ahead by as many minutes as stand in the file. It never goes back: what is recorded is in the order of its times.
 * What is not a number of minutes changes nothing and is reported. Throws when the file cannot be read or has no number at first.
 */
export function openClock(file: string, report: (message: string) => void): SandboxClock {
  const first = minutesIn(readFileSync(file, 'utf8'));
  if (first === null) throw new Error('the sandbox’s clock is not a number of minutes');
  let ahead = first;
  let seen: string | null = null;
  const look = (): boolean => {
    const text = read(file);
    // What was looked at before is not reported again.
    if (text === null || text === seen) return false;
    seen = text;
    const found = minutesIn(text);
    if (found === null) report('the sandbox’s clock stays: its file has no number of minutes');
    else if (found < ahead) report('the sandbox’s clock stays: it does not go back');
    if (found === null || found <= ahead) return false;
    ahead = found;
    return true;
  };
  return {
    now: () => new Date(Date.now() + ahead * MINUTE_MS),
    onMoved: (moved) => {
      const timer = setInterval(() => look() && moved(), LOOK_EVERY_MS).unref();
      return () => clearInterval(timer);
    },
  };
}

/** Null while the file is not there. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
