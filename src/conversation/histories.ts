import type { HistoryMode } from '../history/history.js';
import type { World } from './world.js';

/** The ways in which a chat's history can be moved here, a fresh start first. */
export function historiesOf({ vault, organisation }: Pick<World, 'vault' | 'organisation'>): readonly HistoryMode[] {
  const { history } = organisation;
  if (vault === undefined || history === undefined) return ['fresh-start'];
  return [
    'fresh-start',
    ...(history.label === null ? [] : (['selected-records', 'sealed-transcript'] as const)),
    ...(history.nativeImport && history.account !== null ? (['native-import'] as const) : []),
  ];
}
