import type { Inspection } from '../whatsapp/findings.js';

/** What was read from an export, until its owner says whether it is used. */
export type HeldReading = {
  /** `rdg-7Q2FK3MX`. */
  readonly id: string;
  /** Directory id of whoever gave the file: nobody else can see or use it. */
  readonly owner: string;
  /** The draft that it would go into; null when a new move would begin with it. */
  readonly migrationId: string | null;
  readonly inspection: Inspection;
  readonly readAt: Date;
};

/** What was read and not yet used: in memory only, because nothing of an export is kept before its owner says so. */
export type Readings = {
  /** Holds it in the place of an earlier one of the same owner, which is let go. */
  hold(reading: HeldReading): void;
  /** Null when it was let go, is too old, or there never was one. Whose it is, is for the caller to look at. */
  find(id: string, now: Date): HeldReading | null;
  letGo(id: string): void;
};

/** How long somebody has to look at what was read. */
export const HELD_MS = 30 * 60_000;
/** How many readings are held at most, and how many names of people in all of them: the oldest is let go first. */
const MOST_READINGS = 100;
const MOST_NAMES = 200_000;

/** A place for readings. They end with the process, and after half an hour even if nobody asks for anything. */
export function openReadings(): Readings {
  const held = new Map<string, { readonly reading: HeldReading; readonly timer: NodeJS.Timeout }>();

  function letGo(id: string): void {
    clearTimeout(held.get(id)?.timer);
    held.delete(id);
  }

  function hold(reading: HeldReading): void {
    for (const { reading: other } of held.values()) if (other.owner === reading.owner) letGo(other.id);
    const timer = setTimeout(letGo, HELD_MS, reading.id).unref();
    held.set(reading.id, { reading, timer });
    const names = () => [...held.values()].reduce((sum, one) => sum + namesIn(one.reading), 0);
    for (const id of held.keys())
      if (id !== reading.id && (held.size > MOST_READINGS || names() > MOST_NAMES)) letGo(id);
  }

  function find(id: string, now: Date): HeldReading | null {
    const reading = held.get(id)?.reading;
    if (reading === undefined) return null;
    if (now.getTime() - reading.readAt.getTime() < HELD_MS) return reading;
    letGo(id);
    return null;
  }

  return { hold, find, letGo };
}

function namesIn({ inspection }: HeldReading): number {
  return inspection.readings.reduce((sum, { people }) => sum + people.length, 0);
}
