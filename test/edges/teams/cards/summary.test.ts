import assert from 'node:assert/strict';
import { summaryCard } from '../../../../src/edges/teams/cards/summary.js';
import type { Figures, TeamLevels } from '../../../../src/summary/summary.js';
import { testCards } from '../../../support/cards.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { APPROVER, OTHER_APPROVER, TEAM_NONE, TEAM_PROVED } from '../../../support/world.js';

const DAY_MS = 86_400_000;

const NOTHING: Figures = {
  groupsKnown: 0,
  byState: {},
  closedInPeriod: 0,
  approvals: [],
  attestations: { asked: 0, attested: 0, cannot: 0, unreached: 0 },
  questions: {
    asked: 0,
    answered: 0,
    withDpo: 0,
    open: 0,
    dpoAnswered: 0,
    disputed: 0,
    unsettled: [],
    oldestWithDpo: null,
  },
  openIncidents: 0,
  onHold: 0,
  refusals: 0,
  log: { entries: 12, signedAt: null, unsignedSince: null, undeliveredSince: null },
};

const BUSY: Figures = {
  groupsKnown: 14,
  byState: { draft: 3, 'sent-back': 1, submitted: 2, members: 1, closing: 1, closed: 5, stopped: 1 },
  closedInPeriod: 5,
  approvals: [
    { migrationId: 'mov-TEST0001', approver: APPROVER, waitingSince: new Date(NOW.getTime() - 8 * DAY_MS) },
    { migrationId: 'mov-TEST0002', approver: OTHER_APPROVER, waitingSince: NOW },
  ],
  attestations: { asked: 96, attested: 82, cannot: 2, unreached: 5 },
  questions: {
    asked: 63,
    answered: 54,
    withDpo: 3,
    open: 4,
    dpoAnswered: 2,
    disputed: 1,
    unsettled: [
      { audience: 'parents', content: ['images', 'logistics'], questions: 4 },
      { audience: 'unknown', content: [], questions: 3 },
      { audience: 'external', content: ['business'], questions: 1 },
      { audience: 'staff', content: ['hr'], questions: 1 },
    ],
    oldestWithDpo: new Date('2026-11-20T09:00:00Z'),
  },
  openIncidents: 1,
  onHold: 1,
  refusals: 3,
  log: { entries: 12, signedAt: null, unsignedSince: null, undeliveredSince: null },
};

const LEVELS: readonly TeamLevels[] = [
  { teamId: TEAM_PROVED, name: 'Year 6 staff', messages: 'effective', files: 'declared' },
  { teamId: TEAM_NONE, name: 'Site team', messages: 'contradicted', files: 'none' },
];

const view = { kind: 'summary', period: 'term' } as const;
const names = ['Year 6 staff', 'Site team', 'Ruth Oyelaran', 'Colm Hartigan'];

function leads(figures: Figures, levels: readonly TeamLevels[] = []): string {
  return JSON.stringify(summaryCard(view, testScene({ figures, levels })));
}

describe('summaryCard()', () => {
  testCards([
    { name: 'summary.busy', view, scene: testScene({ figures: BUSY, levels: LEVELS }), userText: names },
    {
      name: 'summary.told-otherwise',
      view,
      scene: testScene({ figures: BUSY, levels: LEVELS, toldOtherwise: 12 }),
      userText: names,
      golden: false,
    },
    { name: 'summary.quiet', view: { ...view, period: '7d' }, scene: testScene({ figures: NOTHING }) },
    {
      name: 'summary.crowded',
      view,
      scene: testScene({
        figures: { ...BUSY, approvals: Array.from({ length: 40 }, () => BUSY.approvals[0]!) },
        levels: Array.from({ length: 40 }, () => LEVELS[1]!),
      }),
      userText: names,
      golden: false,
    },
    {
      name: 'summary.hostile',
      view,
      scene: testScene({ figures: BUSY, levels: HOSTILE.map((name) => ({ ...LEVELS[0]!, name })) }),
      userText: [...HOSTILE, ...names],
      golden: false,
    },
  ]);

  const ends: readonly (readonly [string, Date | 'unknown' | null, RegExp | null])[] = [
    ['nothing that ends', null, null],
    ['what ends in 31 days', new Date(NOW.getTime() + 31 * DAY_MS), null],
    ['what ends in 29 days', new Date(NOW.getTime() + 29 * DAY_MS), /"!".*sign-in.*ends on Wed 23 Dec 2026/],
    ['what has ended', new Date(NOW.getTime() - DAY_MS), /"✕".*sign-in.*ended on Mon 23 Nov 2026/],
    ['what cannot be read', 'unknown', /"\?".*sign-in.*cannot be read: “regroup doctor”/],
  ];
  for (const [what, signInEnds, said] of ends) {
    it(`says of ${what} that Regroup signs in with: ${said === null ? 'nothing' : 'that somebody has to act'}`, () => {
      const card = summaryCard(view, testScene({ figures: NOTHING, signInEnds }));
      const text = JSON.stringify(card['body']);

      if (said === null) assert.doesNotMatch(text, /sign-in/);
      else assert.match(text, said);
    });
  }

  it('counts a move at every stage of its life, those whose history is on its way too', () => {
    const byState = { provisioning: 1, objecting: 2, importing: 4 };
    const card = summaryCard(view, testScene({ figures: { ...NOTHING, groupsKnown: 7, byState } }));

    assert.match(JSON.stringify(card), /Moving 7/);
  });

  it('leads to the answers that have changed, when people were told otherwise', () => {
    const card = JSON.stringify(summaryCard(view, testScene({ figures: NOTHING, toldOtherwise: 3 })));

    assert.match(card, /3 people .*told otherwise than the policy says now/);
    assert.match(card, /"verb":"correction.list"/);
    assert.doesNotMatch(leads(NOTHING), /correction\.list/);
  });

  it('says that nothing needs attention only when nothing does', () => {
    assert.match(leads(NOTHING), /Nothing needs attention/);
    assert.match(leads({ ...NOTHING, openIncidents: 1 }), /1 thing needs attention/);
  });

  it('counts an approval as late only after the days that an approver has', () => {
    const since = (days: number) => ({
      ...NOTHING,
      approvals: [{ ...BUSY.approvals[0]!, waitingSince: new Date(NOW.getTime() - days * DAY_MS) }],
    });

    assert.doesNotMatch(leads(since(1)), /waiting more than/);
    assert.match(leads(since(6)), /waiting more than 3 working days/);
  });

  it('tells contradicted teams from unproved ones', () => {
    const card = leads(NOTHING, LEVELS);

    assert.match(card, /Evidence against retention ","weight":"Bolder"\},\{"type":"TextRun","text":"in 1 team"/);
    assert.match(card, /Files not proved ","weight":"Bolder"\},\{"type":"TextRun","text":"in 2 teams"/);
    assert.doesNotMatch(card, /Messages not proved/);
  });
});
