import type { Inputs, Verb } from './actions.js';
import type { View } from './view.js';
import type { Actor, World } from './world.js';

/** What a card action is about: the record and the version that the card showed. */
export type Target = { readonly id: string; readonly ver: number };

/** Does what a card asks, if this person may and the card is not stale, records it, and answers with what to show. */
export type Handler<V extends Verb> = (world: World, actor: Actor, target: Target, inputs: Inputs<V>) => Promise<View>;

/** A handler for each of these verbs: the compiler demands every one. */
export type Handlers<V extends Verb = Verb> = { readonly [K in V]: Handler<K> };
