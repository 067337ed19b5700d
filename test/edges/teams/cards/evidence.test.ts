import type { ReadTeam, Taken } from '../../../../src/conversation/evidence.js';
import type { Level } from '../../../../src/retention/evidence.js';
import type { Refusal } from '../../../../src/retention/intake.js';
import { readReadOut } from '../../../../src/retention/purview.js';
import { readTeam } from '../../../../src/retention/reading.js';
import { testCards } from '../../../support/cards.js';
import { sampleDocument } from '../../../support/read-outs.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { personId, TEAM_NONE, TEAM_PROVED } from '../../../support/world.js';

type Pair = readonly [Level, Level];

function team(teamId: string, sample: string, before: Pair, after: Pair): ReadTeam {
  const reading = readTeam(readReadOut(Buffer.from(JSON.stringify(sampleDocument(sample)))), teamId);
  const pair = ([messages, files]: Pair) => ({ messages, files });
  return { teamId, reading, before: pair(before), after: pair(after) };
}

function taken(...teams: readonly ReadTeam[]): Taken {
  return { kind: 'taken', sha256: 'ab'.repeat(32), readAt: NOW, teams, alarms: [] };
}

const GOOD = team(TEAM_PROVED, 'static-included', ['none', 'declared'], ['distributed', 'distributed']);
const BAD = team(TEAM_NONE, 'static-included', ['effective', 'effective'], ['contradicted', 'drifted']);
const SAME = team(TEAM_NONE, 'static-included', ['none', 'none'], ['none', 'none']);
const MANY = Array.from({ length: 40 }, (_, n) =>
  team(personId(n), 'static-included', ['none', 'none'], ['declared', 'none']),
);
const REASONS: readonly Refusal[] = ['forged', 'no-key', 'other-tenant', 'stale', 'replayed', 'malformed'];
const userText = ['Year 6 staff', 'Site team'];

describe('evidenceCard()', () => {
  testCards([
    { name: 'evidence.taken', view: { kind: 'evidence', taken: taken(SAME, GOOD) }, scene: testScene(), userText },
    { name: 'evidence.worse', view: { kind: 'evidence', taken: taken(GOOD, BAD) }, scene: testScene(), userText },
    { name: 'evidence.many', view: { kind: 'evidence', taken: taken(...MANY) }, scene: testScene(), golden: false },
    {
      name: 'evidence.hostile',
      view: { kind: 'evidence', taken: taken(GOOD, BAD) },
      scene: testScene({ team: (id) => ({ id, name: HOSTILE[0]!, url: null }) }),
      userText: HOSTILE,
      golden: false,
    },
    ...REASONS.map((reason) => ({
      name: `evidence.${reason}`,
      view: { kind: 'evidence', taken: { kind: 'refused', reason } } as const,
      scene: testScene(),
      // The name of the setting, as whoever runs Regroup types it.
      userText: reason === 'no-key' ? ['REGROUP_EVIDENCE_KEY'] : [],
      golden: reason === 'forged' || reason === 'no-key',
    })),
  ]);
});
