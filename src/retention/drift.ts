import type { Level, Location, TeamRetention } from './evidence.js';

/** Whether the level is one that the data protection officer has to hear of. Evidence that has grown old is asked for again instead. */
export function isRed(level: Level): boolean {
  return level === 'contradicted' || level === 'drifted';
}

/** The locations that were not red before and are now. */
export function turnedRed(before: TeamRetention, after: TeamRetention): readonly Location[] {
  const locations = ['messages', 'files'] as const;
  return locations.filter((location) => !isRed(before[location].level) && isRed(after[location].level));
}
