import { count } from '../../../../calendar/words.js';
import type { Attestation } from '../../../../migration/migration.js';
import { bold, line, nameOf, plain, shortened, type Line } from '../runs.js';
import type { Scene } from '../scene.js';

/** People of one kind, under a heading of ours. */
export type Group = { readonly title: string; readonly says: string; readonly people: readonly Line[] };

/** How many people of one kind are named; the rest are counted. */
const MOST_NAMED = 12;

/** Who has not answered, who could not be reached, and who cannot do it: those who still matter. */
export function openGroups(scene: Scene): readonly Group[] {
  const { attestations } = scene;
  const asked = attestations.filter(({ state }) => state === 'asked');
  return [
    group(scene, 'Not answered yet', '', asked.filter(({ reached }) => reached)),
    group(
      scene,
      'Not reached by Regroup',
      'Ask them to open Regroup in Teams and write “hello”. The card then reaches them.',
      asked.filter(({ reached }) => !reached),
    ),
    group(scene, 'Cannot do it', 'What they told you:', attestations.filter(({ state }) => state === 'cannot')),
  ].filter(({ people }) => people.length > 0);
}

/** The same people at the end: a risk that stays on the record. */
export function riskGroups(scene: Scene): readonly Group[] {
  const { attestations } = scene;
  const open = attestations.filter(({ state }) => state !== 'attested');
  const says = 'Copies of the chat may still be on their phones. This risk stays on the record.';
  return [group(scene, `${count(open.length, 'person has', 'people have')} not attested`, says, open)].filter(
    ({ people }) => people.length > 0,
  );
}

function group(scene: Scene, title: string, says: string, people: readonly Attestation[]): Group {
  const shown = people.slice(0, MOST_NAMED).map(({ person, note }) => {
    const name = bold(nameOf(scene.person(person)));
    return note.trim() === '' ? line(name) : line(name, plain(': '), plain(shortened(note, 120)));
  });
  const rest = people.length - MOST_NAMED;
  const more = rest > 0 ? [line(plain(`And ${count(rest, 'other person', 'other people')}.`))] : [];
  return { title, says, people: [...shown, ...more] };
}
