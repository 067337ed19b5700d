import type { View } from '../../../conversation/view.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

type Greeting = Extract<View, { readonly kind: 'help' }>['greeting'];

/** What a greeting says, and which parts follow it. */
type Words = {
  readonly heading: string;
  readonly say: string;
  readonly example: string;
  /** "Ask a question" would be no help on the card that it leads to. */
  readonly ask: boolean;
  readonly commands: boolean;
  readonly keeps: boolean;
};

const EXAMPLE = '“Can I tell parents about the trip on WhatsApp?”';

const GREETINGS: Readonly<Record<Greeting, Words>> = {
  welcome: {
    heading: 'Ask before you message',
    say: 'Type a question. You get an answer, the reasons and what to do instead.',
    example: EXAMPLE,
    ask: true,
    commands: true,
    keeps: true,
  },
  help: {
    heading: 'What Regroup can do',
    say: 'It answers whether you can use an app for work, and moves WhatsApp groups to Teams.',
    example: EXAMPLE,
    ask: true,
    commands: true,
    keeps: true,
  },
  'not-understood': {
    heading: '? Not understood',
    say: 'Regroup did not understand that. Name the app, who reads it, and what it is about.',
    example: EXAMPLE,
    ask: false,
    commands: true,
    keeps: false,
  },
  'ask-away': {
    heading: 'Type your question',
    say: 'Write it below in your own words. Name the app, who reads it, and what it is about.',
    example: EXAMPLE,
    ask: false,
    commands: false,
    keeps: true,
  },
};

const filled = template('help');

/** What Regroup can do, in the tone of the moment. In a channel nobody can start a move for others to watch. */
export function helpCard({ greeting }: Extract<View, { readonly kind: 'help' }>, scene: Scene): Card {
  const words = GREETINGS[greeting];
  return filled({
    ...words,
    text: `${words.heading.replace('? ', '')}. ${words.say}`,
    personal: scene.place === 'personal',
    dsl: scene.organisation.phones.dsl,
    version: scene.policy.version,
  });
}
