import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { View } from '../../src/conversation/view.js';
import { render } from '../../src/edges/teams/cards/render.js';
import type { Scene } from '../../src/edges/teams/cards/scene.js';
import type { Card } from '../../src/edges/teams/cards/template.js';
import { actionProblems } from './card-actions.js';
import { schemaProblems } from './card-schema.js';
import { structureProblems } from './card-structure.js';
import { userTextProblems, wordingProblems } from './card-wording.js';

/** A card in one state. */
export type CardState = {
  /** `answer.not-allowed`: the view's kind, a full stop, and what is special here. Names the golden file. */
  readonly name: string;
  readonly view: View;
  readonly scene: Scene;
  /** Texts of the view or scene that people or the directory wrote. */
  readonly userText?: readonly string[];
  /** False for states that need no golden file: the same card with hostile text, for example. */
  readonly golden?: boolean;
};

const GOLDEN = new URL('../golden/cards/', import.meta.url);

/** Everything that the design language and the platform ask of any card, as a list of what is wrong. */
export function cardProblems(card: Card, userText: readonly string[] = []): readonly string[] {
  return [
    ...schemaProblems(card),
    ...structureProblems(card),
    ...actionProblems(card),
    ...wordingProblems(card, userText),
    ...userTextProblems(card, userText),
  ];
}

/** For each state: the card is as any card has to be, in the sandbox too, and it is the golden one. */
export function testCards(states: readonly CardState[]): void {
  for (const { name, view, scene, userText = [], golden = true } of states) {
    describe(name, () => {
      it('is as every card has to be', () => {
        assert.deepEqual(cardProblems(render(view, scene), userText), []);
      });

      it('is so in the sandbox', () => {
        const card = render(view, { ...scene, sandbox: true });

        assert.deepEqual(cardProblems(card, userText), []);
        assert.match(JSON.stringify((card['body'] as unknown[])[0]), /Sandbox\. .*Nothing here is real/);
      });

      it('has a sentence that stands for it and names nobody', () => {
        const text = render(view, scene).fallbackText;

        assert.match(text, /^[A-Z0-9].{15,}[.?]$/u);
        for (const theirs of userText) assert.ok(!text.includes(theirs), `${text} holds ${theirs}`);
      });

      if (golden) it('is the golden one', () => compareWithGolden(name, render(view, scene)));
    });
  }
}

/** `UPDATE_GOLDEN=1` writes the file instead: look at the difference before committing it. */
function compareWithGolden(name: string, card: Card): void {
  const file = new URL(`${name}.json`, GOLDEN);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, `${JSON.stringify(card, null, 2)}\n`);
  }
  assert.ok(existsSync(file), `${name} has no golden file: look at the card and write it with UPDATE_GOLDEN=1`);
  assert.deepEqual(card, JSON.parse(readFileSync(file, 'utf8')));
}
