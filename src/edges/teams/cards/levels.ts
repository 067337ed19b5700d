import { day, fullDay } from '../../../calendar/words.js';
import type { EvidenceKind, Level, Location, RetentionState, TeamRetention } from '../../../retention/evidence.js';
import { isProved } from '../../../retention/state.js';

/** How a level is shown: mark and word always say the same thing as the colour behind them. */
type Shown = {
  readonly style: 'good' | 'warning' | 'attention';
  readonly mark: '✓' | '!' | '✕';
  readonly word: string;
  /** Evidence is a level, not a tick. */
  readonly says: string;
};

const SHOWN: Readonly<Record<Level, Shown>> = {
  none: { style: 'warning', mark: '!', word: 'nothing known', says: 'Evidence level 0 of 5: there is no evidence.' },
  declared: {
    style: 'warning',
    mark: '!',
    word: 'declared, not proved',
    says: 'Evidence level 1 of 5: someone says a policy exists. Nothing shows that it covers this team.',
  },
  'in-scope': {
    style: 'warning',
    mark: '!',
    word: 'in scope, not proved',
    says: 'Evidence level 2 of 5: a policy covers this team. Nothing shows that it was delivered.',
  },
  distributed: {
    style: 'warning',
    mark: '!',
    word: 'delivered, not proved',
    says: 'Evidence level 3 of 5: the policy was delivered. It counts as proved after 7 days.',
  },
  effective: { style: 'good', mark: '✓', word: 'proved', says: 'Evidence level 4 of 5: in effect' },
  sampled: {
    style: 'good',
    mark: '✓',
    word: 'proved',
    says: 'Evidence level 5 of 5: a test search found what it should',
  },
  contradicted: {
    style: 'attention',
    mark: '✕',
    word: 'contradicted',
    says: 'The newest evidence says the opposite of what the schedule needs.',
  },
  drifted: {
    style: 'attention',
    mark: '✕',
    word: 'no longer proved',
    says: 'It was proved once. The newest evidence no longer shows it.',
  },
  unknown: {
    style: 'warning',
    mark: '!',
    word: 'evidence too old',
    says: 'The newest evidence is too old to rely on. It has to be read again.',
  },
};

/** The block of one location, ready for its container. */
export type LocationBlock = {
  readonly style: string;
  readonly title: string;
  readonly says: string;
  readonly facts: readonly { readonly title: string; readonly value: string }[];
};

/** The locations whose retention is not proved: both, when nothing is known about the team. */
export function unproved(retention: TeamRetention | null): readonly Location[] {
  return LOCATIONS.filter((location) => !isProved(levelOf(retention, location)));
}

export const LOCATIONS = ['messages', 'files'] as const;

/** "Messages: proved. Files: declared, not proved." */
export function inWords(retention: TeamRetention | null): string {
  const word = (location: Location) => SHOWN[levelOf(retention, location)].word;
  return `Messages: ${word('messages')}. Files: ${word('files')}.`;
}

/** "✓ proved": one level, as every card calls it. */
export function levelWord(level: Level): string {
  return `${SHOWN[level].mark} ${SHOWN[level].word}`;
}

/** What is known of one location, why, and what is missing. */
export function locationBlock(location: Location, retention: TeamRetention | null): LocationBlock {
  const level = levelOf(retention, location);
  const state = retention?.[location] ?? null;
  const { style, mark, word, says } = SHOWN[level];
  const since = state === null || state.since === null ? '' : ` ${SINCE[level] ?? ''} ${fullDay(state.since)}`;
  return {
    style,
    title: `${mark} ${location === 'messages' ? 'Messages' : 'Files'}: ${word}`,
    says: isProved(level) ? `${says}${since}.` : says,
    facts: facts(level, state),
  };
}

/** What the date of a proved level is the date of. */
const SINCE: Readonly<Partial<Record<Level, string>>> = { effective: 'since', sampled: 'on' };

function levelOf(retention: TeamRetention | null, location: Location): Level {
  return retention?.[location].level ?? 'none';
}

/** What each kind of evidence is called. Nobody has checked a signature, so none is mentioned. */
const KIND: Readonly<Record<EvidenceKind, string>> = {
  declaration: 'Declared',
  'read-out': 'Read-out',
  sample: 'Test search',
};

function facts(level: Level, state: RetentionState | null): LocationBlock['facts'] {
  if (state === null) return [];
  const { policy, proof, missing, recheck } = state;
  const isAlarm = level === 'contradicted' || level === 'drifted';
  const rows: [string, string | null][] = [
    ['Policy', policy],
    [isProved(level) ? 'Proof' : 'Evidence', proof === null ? null : `${KIND[proof.kind]}, ${day(proof.at)}`],
    [isAlarm ? 'Reason' : 'Missing', missing],
    ['Recheck', recheck === null ? null : day(recheck)],
  ];
  return rows.flatMap(([title, value]) => (value === null ? [] : [{ title, value }]));
}
