import type { Kind, Order, Platform, WallClock, Warning } from './entry.js';

/** What an export tells about a group. Counts, times and names as the exporter's phone has them; no text of any message. */
export type Findings = {
  readonly platform: Platform;
  /** How dates were read. */
  readonly order: Order;
  /** The zone that wall-clock times are taken to be in: an IANA name. Asked for or assumed; the export does not say. */
  readonly zone: string;
  /** The group's last known name, from notices or the file's name; null when neither tells. */
  readonly group: string | null;
  readonly entries: number;
  readonly notices: number;
  readonly oldest: WallClock;
  readonly newest: WallClock;
  readonly people: readonly Seen[];
  /** People in the group at the end of each month, as far as the notices tell; from the first month to the last. */
  readonly timeline: readonly {
    readonly month: string;
    readonly joined: number;
    readonly left: number;
    readonly known: number;
  }[];
  /** How many entries of each kind, kinds with none left out. */
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  readonly disappearing: 'on' | 'off' | 'unknown';
  readonly warnings: readonly Warning[];
};

/** Somebody who wrote in the group or is named in a notice. */
export type Seen = {
  /** The name or number as in the file. From somebody's address book: never leaves the owner's wizard. */
  readonly name: string;
  readonly entries: number;
  /** When they first and last wrote or were named. */
  readonly first: WallClock;
  readonly last: WallClock;
  /** When a notice says they came in, the last time; null when none does. */
  readonly joined: WallClock | null;
  /** When a notice says they went or were removed, if they did not come in again later; null otherwise. */
  readonly left: WallClock | null;
  /** Wrote themselves, or are only named in notices. */
  readonly wrote: boolean;
};

/** Personal data that the texts likely hold: how many entries, by sort. Words of the policy's special category lexicon by its facet. */
export type Traces = {
  readonly phoneNumbers: number;
  readonly mailAddresses: number;
  readonly images: number;
  readonly documents: number;
  /** Facet id of the policy's lexicon (`health`) → entries with one of its words. */
  readonly special: Readonly<Record<string, number>>;
};

/** What was read from one file. */
export type Inspection = {
  /** SHA-256 of the file as given, hex: recognises the same file again. */
  readonly sha256: string;
  readonly bytes: number;
  /** One reading; two where the file does not say whether the day or the month comes first, the likelier one first. */
  readonly readings: readonly [Findings] | readonly [Findings, Findings];
  readonly traces: Traces;
};
