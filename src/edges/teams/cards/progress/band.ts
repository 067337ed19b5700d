import type { Line } from '../runs.js';

/** The top of the owner's card: the state in five seconds, and what it means for them. */
export type Band = {
  readonly style: 'emphasis' | 'warning' | 'attention' | 'good';
  readonly title: string;
  readonly says: readonly Line[];
};
