import type { HeldReading } from '../../src/conversation/readings.js';
import type { Exported } from '../../src/migration/chat.js';
import type { Findings, Inspection, Seen } from '../../src/whatsapp/findings.js';
import { NOW } from './scene.js';
import { OWNER } from './world.js';

/** Somebody in an export. */
export function seen(name: string, rest: Partial<Seen> = {}): Seen {
  const times = { first: '2023-02-03T08:12', last: '2026-11-20T16:40', joined: null, left: null };
  return { name, entries: 12, wrote: true, ...times, ...rest };
}

export const SEEN: readonly Seen[] = [
  seen('Nadia Fernsby', { entries: 214 }),
  seen('Gareth PE', { entries: 97 }),
  seen('Dave – coaches', { entries: 31, joined: '2024-03-01T09:00', first: '2024-03-01T09:00' }),
  seen('Tom H', { entries: 8, left: '2024-07-19T15:30', last: '2024-07-19T15:30' }),
  seen('+44 7700 900123', { entries: 0, wrote: false, last: '2023-02-03T08:12' }),
];

/** What a quiet export of a school group tells. */
export function findings(rest: Partial<Findings> = {}): Findings {
  return {
    platform: 'ios',
    order: 'dmy',
    zone: 'Europe/London',
    group: 'Year 6 residential',
    entries: 4_812,
    notices: 24,
    oldest: '2023-02-03T08:12',
    newest: '2026-11-20T16:40',
    people: SEEN,
    timeline: [
      { month: '2023-02', joined: 12, left: 0, known: 12 },
      { month: '2024-07', joined: 14, left: 0, known: 26 },
      { month: '2026-11', joined: 0, left: 3, known: 23 },
    ],
    kinds: { text: 4_380, image: 214, document: 12, poll: 2, notice: 24, deleted: 3 },
    disappearing: 'off',
    warnings: [],
    ...rest,
  };
}

export function inspection(rest: Partial<Inspection> = {}): Inspection {
  const special = { 'special-category': 6, safeguarding: 0 };
  return {
    sha256: 'ab'.repeat(32),
    bytes: 431_222,
    readings: [findings()],
    traces: { phoneNumbers: 3, mailAddresses: 0, images: 214, documents: 12, special },
    ...rest,
  };
}

/** What is held until its owner says whether it is used. */
export function held(rest: Partial<HeldReading> = {}): HeldReading {
  return { id: 'rdg-TEST0001', owner: OWNER, migrationId: null, inspection: inspection(), readAt: NOW, ...rest };
}

/** What is left of it in a draft. */
export function exported(rest: Partial<Exported> = {}): Exported {
  const { people, warnings, notices: _notices, group: _group, ...found } = findings();
  const { sha256, traces } = inspection();
  const counts = { people: people.length, leftOut: 0, warnings: warnings.map(({ code }) => code) };
  return { ...found, ...counts, reading: 'rdg-TEST0001', sha256, traces, usedAt: NOW, ...rest };
}
