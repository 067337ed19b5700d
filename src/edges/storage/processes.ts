import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether a process with this number runs. Somebody else's process counts; one that ended and was not collected does not. */
export function isAlive(pid: number): boolean {
  return isTaken(pid) && !(process.platform === 'linux' && hasEnded(pid));
}

/** Whether the number is in use: what PostgreSQL itself looks at. */
function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** A process nobody has collected yet (state Z), as happens in containers without an init process. */
function hasEnded(pid: number): boolean {
  return ['Z', 'X'].includes(statOf(pid)?.[0] ?? 'X');
}

/** The fields of /proc/PID/stat from the third on: the second, the program's name, may hold spaces (man 5 proc_pid_stat). */
function statOf(pid: number): readonly string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return null;
    throw error;
  }
}

/**
 * Tells one process from a later one with the same number: the start of the machine and of the process. Null when the
 * process is gone. `unknown` where the platform does not say.
 */
export function birthOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (process.platform === 'win32') return 'unknown';
  return process.platform === 'linux' ? linuxBirth(pid) : shellBirth(pid);
}

/** Field 22 is the start, in ticks since the machine's own start. */
function linuxBirth(pid: number): string | null {
  const ticks = statOf(pid)?.[19];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return ticks === undefined ? null : `${boot}-${ticks}`;
}

function shellBirth(pid: number): string | null {
  const out = ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return out === '' ? null : out.replaceAll(/[^A-Za-z0-9]+/g, '-');
}

/** What the process named in a `postmaster.pid` is. */
export type Occupant =
  /** No such process. */
  | 'gone'
  /** Certainly not the server of this data: the number was given to another process after a crash or a restart. */
  | 'stranger'
  /** The server of this data, or a process that we cannot look into. */
  | 'server';

/** Looks at the process behind a `postmaster.pid`. In doubt it is the server: two servers on one folder would destroy it. */
export function occupantOf(pid: number, cluster: string): Occupant {
  if (process.platform === 'linux') return linuxOccupant(pid, cluster);
  if (!isAlive(pid)) return 'gone';
  const command =
    process.platform === 'win32'
      ? ask('tasklist', ['/FI', `PID eq ${pid}`, '/NH'])
      : ask('ps', ['-o', 'command=', '-p', String(pid)]);
  return command === '' || /postgres/i.test(command) ? 'server' : 'stranger';
}

/** Every process of a PostgreSQL server works in its data folder, and some of them outlive a killed server for a moment. */
function linuxOccupant(pid: number, cluster: string): Occupant {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  if (processes.some((name) => link(`/proc/${name}/cwd`) === cluster)) return 'server';
  if (!isTaken(pid)) return 'gone';
  // A server that is just starting has not gone to its folder yet, but has it among its arguments.
  return commandOf(pid).includes(cluster) ? 'server' : 'stranger';
}

function link(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    // Ended meanwhile, or somebody else's: our own server's processes can be read, because we start them as ourselves or are root.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return null;
    throw error;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return '';
    throw error;
  }
}

/** What the program prints, trimmed; empty when it knows no such process. */
function ask(program: string, options: readonly string[]): string {
  const { stdout, error } = spawnSync(program, [...options], { encoding: 'utf8' });
  if (error) throw error;
  return stdout.trim();
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
