import { shortened } from './runs.js';

/** A name for a sentence, when there is one. */
export function groupOf(name: string): string {
  return name.trim() === '' ? 'a group without a name' : shortened(name, 60);
}
