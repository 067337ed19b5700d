import type { Confirmation, Understood } from '../../src/guidance/types.js';
import { decide } from '../../src/guidance/decide.js';
import type { Question } from '../../src/records/store.js';
import { NOW, scenePolicy } from './scene.js';
import { OWNER } from './world.js';

/** "Can I send trip times to parents on WhatsApp?" */
export function understood(overrides: Partial<Understood> = {}): Understood {
  return {
    intent: 'permission',
    app: 'whatsapp',
    audience: 'parents',
    content: ['logistics'],
    circumstance: [],
    danger: false,
    procedure: null,
    english: true,
    ...overrides,
  };
}

/** A question that the owner asked, decided by the policy that ships when there is enough to decide it. */
export function question(facets: Partial<Understood> = {}, overrides: Partial<Question> = {}): Question {
  const facts = understood(facets);
  const confirmation = overrides.confirmation ?? null;
  const outcome = decide(facts, confirmation, scenePolicy());
  return {
    id: 'ask-7Q2FK3MX',
    asker: OWNER,
    askedAt: NOW,
    ver: 2,
    understood: facts,
    confirmation,
    verdict: outcome.kind === 'decided' ? outcome.decision : null,
    rounds: 1,
    state: outcome.kind === 'decided' ? 'answered' : 'open',
    escalation: null,
    ...overrides,
  };
}

/** Every statement of a confirmation, ticked. */
export function ticked(kind: string): Confirmation {
  return { kind, ticked: (scenePolicy().confirmations[kind]?.statements ?? []).map(({ id }) => id) };
}
