import { list } from '../../../calendar/words.js';
import type { Content, Policy, Understood } from '../../../guidance/types.js';

/** A sentence on a card has fewer than 20 words. */
const MOST_WORDS = 19;

/** Content that may be about a child, who may be at risk. */
const OF_CHILDREN: readonly Content[] = ['pupil-data', 'special-category', 'safeguarding', 'images'];

/** What would be sent, without the mark for "nothing said". */
export function contentOf(understood: Understood): readonly Content[] {
  return understood.content.filter((one) => one !== 'none-stated');
}

/** "WhatsApp, parents, times and reminders", or the procedure that fits: what was understood, in the policy's own words. */
export function about(policy: Policy, understood: Understood): string {
  const { app, audience, circumstance } = understood;
  const phrases = [
    ...(app === 'none' ? [] : [policy.apps[app].phrase]),
    ...(audience === 'unknown' ? [] : [policy.audiences[audience].phrase]),
    ...contentOf(understood).map((one) => policy.contents[one].phrase),
    ...circumstance.map((one) => policy.circumstances[one].phrase),
  ];
  if (phrases.length > 0) return phrases.join(', ');
  return policy.procedures[understood.procedure ?? '']?.title ?? 'nothing yet';
}

/**
 * A rule's sentence with what was understood in it: "Do not send {content} to {audience} on {app}." Where naming the content would
 * make it too long to take in, it says "this": the "About" line has all of it.
 */
export function said(sentence: string, policy: Policy, understood: Understood): string {
  const content = contentOf(understood).map((one) => policy.contents[one].phrase);
  const around = sentence
    .replaceAll('{app}', policy.apps[understood.app].phrase)
    .replaceAll('{audience}', policy.audiences[understood.audience].phrase);
  const named = content.length === 0 ? policy.contents['none-stated'].phrase : list(content);
  const full = around.replaceAll('{content}', named);
  return longest(full) <= MOST_WORDS ? full : around.replaceAll('{content}', 'this');
}

/** Words of the longest sentence. */
function longest(text: string): number {
  return Math.max(...text.split(/(?<=[.?!])\s+/).map((sentence) => sentence.split(/\s+/).length));
}

/** Whether the subject may be a child: then the card says whom to ring when one is at risk. */
export function mayConcernChild({ audience, content }: Understood): boolean {
  return audience === 'pupils' || content.some((one) => OF_CHILDREN.includes(one));
}
