import type { Told } from '../../../../src/audit/query.js';
import type { Found, Standing } from '../../../../src/conversation/found.js';
import { testCards } from '../../../support/cards.js';
import { submittedMove } from '../../../support/migrations.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { APPROVER, OTHER_APPROVER, OWNER, PEOPLE } from '../../../support/world.js';

const HELD: Standing = { entries: 60, withOfficer: { size: 44, at: NOW } };
const MOVE = submittedMove('mov-7Q2FK3MX', new Date('2026-11-20T08:00:00Z'));
const OLDER = submittedMove('mov-4WZ8TB1N', new Date('2026-03-02T08:00:00Z'));

function person(id: string) {
  const found = PEOPLE.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is nobody`);
  return found;
}

function told(seq: number, who: string, what: string, details = {}, subjectId = MOVE.id): Told {
  const when = new Date(NOW.getTime() - (60 - seq) * 3_600_000).toISOString();
  return { seq, when, who, what, subjectType: 'migration', subjectId, correlationId: 'c-1', details };
}

function found(entries: readonly Told[], rest: Partial<Found> = {}): Found {
  return { what: null, moves: [MOVE], entries, isCut: false, ...rest };
}

const STORY = [
  told(45, 'regroup', 'migration.channel-created'),
  told(43, 'regroup', 'migration.run-started'),
  told(42, OTHER_APPROVER, 'migration.approved'),
  told(41, APPROVER, 'migration.delegated', { from: APPROVER, to: OTHER_APPROVER }),
  told(40, OWNER, 'migration.submitted', { approver: APPROVER }),
];
const MANY = Array.from({ length: 400 }, (_, n) => told(500 - n, OWNER, 'migration.saved'));
const userText = ['Year 6 residential', ...[OWNER, APPROVER, OTHER_APPROVER].map((id) => person(id).displayName)];

describe('recordCard()', () => {
  testCards([
    {
      name: 'record.group',
      view: { kind: 'record', found: found(STORY), standing: HELD },
      scene: testScene(),
      userText,
    },
    {
      name: 'record.who',
      view: { kind: 'record', found: found([STORY[2]!], { what: 'approved' }), standing: HELD },
      scene: testScene(),
      userText,
    },
    {
      name: 'record.twice',
      view: {
        kind: 'record',
        found: found([STORY[2]!, told(3, APPROVER, 'migration.approved', {}, OLDER.id)], { moves: [MOVE, OLDER] }),
        standing: { entries: 60, withOfficer: null },
      },
      scene: testScene(),
      userText,
    },
    {
      name: 'record.none-of-that-kind',
      view: { kind: 'record', found: found([], { what: 'waived' }), standing: HELD },
      scene: testScene(),
      userText,
    },
    {
      name: 'record.no-group',
      view: { kind: 'record', found: found([], { moves: [] }), standing: HELD },
      scene: testScene(),
    },
    { name: 'record.standing', view: { kind: 'record', found: null, standing: HELD }, scene: testScene() },
    {
      name: 'record.many',
      view: { kind: 'record', found: found(MANY, { isCut: true }), standing: HELD },
      scene: testScene(),
      userText,
    },
    ...HOSTILE.map((name, n) => ({
      name: `record.hostile-${n}`,
      view: {
        kind: 'record',
        found: found(STORY, { moves: [{ ...MOVE, draft: { ...MOVE.draft, groupName: name } }] }),
        standing: HELD,
      } as const,
      scene: testScene({ person: (id) => ({ ...person(OWNER), id, displayName: name }) }),
      userText: [name],
      golden: false,
    })),
    {
      name: 'record.gone',
      view: { kind: 'record', found: found(STORY), standing: HELD },
      scene: testScene({ person: () => null }),
      userText: ['Year 6 residential'],
      golden: false,
    },
  ]);
});
