import { count } from '../../../../calendar/words.js';
import type { Attestation } from '../../../../migration/migration.js';
import { bold, line, nameOf, plain, shortened, type Line } from '../runs.js';
import type { Scene } from '../scene.js';

/** People of one kind, under a heading of ours. */
export type Group = { readonly title: string; readonly says: string; readonly people: readonly Line[] };

/** How many people are named beside the steps, in a report, and of each kind at least; the rest are counted. */
const MOST_BESIDE_STEPS = 8;
const MOST_IN_REPORT = 16;
const LEAST_NAMED = 3;

/** Who has not answered, who could not be reached, and who cannot do it: those who still matter. */
export function openGroups(scene: Scene): readonly Group[] {
  const { attestations } = scene;
  const asked = attestations.filter(({ state }) => state === 'asked');
  const kinds: Kind[] = [
    { title: 'Not answered yet', says: '', people: asked.filter(({ reached }) => reached) },
    {
      title: 'Not reached by Regroup',
      says: 'Ask them to open Regroup in Teams and write “hello”. The card then reaches them.',
      people: asked.filter(({ reached }) => !reached),
    },
    {
      title: 'Cannot do it',
      says: 'What they told you:',
      people: attestations.filter(({ state }) => state === 'cannot'),
    },
  ];
  return groups(scene, kinds, MOST_BESIDE_STEPS);
}

type Kind = { readonly title: string; readonly says: string; readonly people: readonly Attestation[] };

/** The same people at the end: a risk that stays on the record. */
export function riskGroups(scene: Scene): readonly Group[] {
  const { attestations } = scene;
  const open = attestations.filter(({ state }) => state !== 'attested');
  const says = 'Copies of the chat may still be on their phones. This risk stays on the record.';
  return groups(
    scene,
    [{ title: `${count(open.length, 'person has', 'people have')} not attested`, says, people: open }],
    MOST_IN_REPORT,
  );
}

function groups(scene: Scene, kinds: readonly Kind[], most: number): readonly Group[] {
  let room = most;
  return kinds.flatMap(({ title, says, people }) => {
    if (people.length === 0) return [];
    const named = people.slice(0, Math.max(room, LEAST_NAMED));
    room -= named.length;
    const rest = people.length - named.length;
    const more = rest > 0 ? [line(plain(`And ${count(rest, 'other person', 'other people')}.`))] : [];
    return [{ title, says, people: [...named.map((one) => personLine(scene, one)), ...more] }];
  });
}

function personLine(scene: Scene, { person, note }: Attestation): Line {
  const name = bold(nameOf(scene.person(person)));
  return note.trim() === '' ? line(name) : line(name, plain(': '), plain(shortened(note, 100)));
}
