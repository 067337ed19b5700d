import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { nodes, textOf, typeOf, type Node } from '../../../support/card-walk.js';

const GOLDEN = new URL('../../../golden/cards/', import.meta.url);

/** A choice set that opens as a list, and where it stands among the inputs of its card. */
type List = { readonly card: string; readonly at: number; readonly isCompact: boolean; readonly options: string };

/** The summary leads to the corrections and they lead back, neither to anything else; all other cards may follow each other. */
const isOfSummary = (card: string) => card.startsWith('summary.') || card.startsWith('corrections.');
const FLOWS: readonly (readonly [string, (card: string) => boolean])[] = [
  ['summary', isOfSummary],
  ['everything else', (card) => !isOfSummary(card)],
];

function read(name: string): Node {
  return JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8')) as Node;
}

function listsOf(name: string): readonly List[] {
  const inputs = nodes(read(name)).filter(({ node }) => typeOf(node).startsWith('Input.'));
  return inputs.flatMap(({ node }, at) => {
    const style = textOf(node, 'style');
    if (typeOf(node) !== 'Input.ChoiceSet' || style === 'expanded') return [];
    return [{ card: name, at, isCompact: style !== 'filtered', options: JSON.stringify(node['choices']) }];
  });
}

/** Compact lists at whose place another card of the flow has a list with other options. */
function misleading(lists: readonly List[]): readonly string[] {
  return lists.flatMap((one) => {
    const other = lists.find(({ at, options }) => one.isCompact && at === one.at && options !== one.options);
    return other === undefined ? [] : [`${one.card}, input ${one.at + 1}: ${other.card} has other options there`];
  });
}

describe('lists on cards that follow each other in one place', () => {
  const names = readdirSync(GOLDEN);

  for (const [title, isIn] of FLOWS)
    it(`show their own options (${title}: docs/decisions/0011)`, () => {
      const lists = names.filter(isIn).flatMap(listsOf);

      assert.ok(lists.length > 0);
      assert.deepEqual(misleading(lists), []);
    });

  it('are told apart by place, options and style', () => {
    const list = { card: 'a', at: 0, isCompact: true, options: 'x' };

    assert.deepEqual(misleading([list, { ...list, card: 'b' }]), []);
    assert.deepEqual(misleading([list, { ...list, card: 'b', at: 1, options: 'y' }]), []);
    assert.equal(misleading([list, { ...list, card: 'b', options: 'y' }]).length, 2);
    assert.equal(misleading([list, { ...list, card: 'b', options: 'y', isCompact: false }]).length, 1);
    assert.deepEqual(
      misleading([
        { ...list, isCompact: false },
        { ...list, options: 'y', isCompact: false },
      ]),
      [],
    );
  });

  it('hold for the summary, which leads only to itself and to the corrections', () => {
    const verbs = (name: string) => nodes(read(name)).flatMap(({ node }) => textOf(node, 'verb') || []);
    const toSummary = names.filter((name) => verbs(name).some((verb) => verb.startsWith('summary.')));

    assert.ok(names.filter((name) => name.startsWith('summary.')).length > 0);
    assert.ok(toSummary.every(isOfSummary));
    for (const name of toSummary)
      assert.ok(
        verbs(name).every((verb) => verb.startsWith('summary.') || verb.startsWith('correction.')),
        name,
      );
  });
});
