import { count } from '../calendar/words.js';
import { droppedWords } from '../history/dropped-words.js';
import { isPrivate } from '../migration/destination.js';
import type { Hold } from '../migration/hold-record.js';
import type { Class, Migration } from '../migration/migration.js';
import { isUntold } from '../migration/notice.js';
import type { Level, Location } from '../retention/evidence.js';
import { policyText } from '../retention/words.js';
import type { PackSource } from './data.js';
import type { Proof } from './how-to.js';
import { notDone, risk } from './limits.js';
import { at, section, who, type Section } from './section.js';

/** The summary, in the order in which somebody asks. */
export function sectionsOf(source: PackSource, proof: Proof): readonly Section[] {
  return [
    decisions(source),
    people(source),
    attestations(source),
    retention(source),
    reconciliation(source),
    notDone(source),
    risk(source),
    record(proof),
  ];
}

const CLASSES: Readonly<Record<Class, string>> = {
  staff: 'Staff, who join the channel',
  guest: 'Guests, who join the channel',
  leaver: 'Have left the organisation, left out',
  pupil: 'Pupils, left out',
  outsider: 'Others from outside, left out',
  unknown: 'Not known',
};

const MODES: Readonly<Record<Migration['draft']['history'], string>> = {
  'fresh-start': 'Fresh start: no old message goes along',
  'selected-records': 'Entries that the owner picked, as one document',
  'sealed-transcript': 'The whole chat, as one document',
  'native-import': 'Message by message, into the channel',
};

const LEVELS: Readonly<Record<Level, string>> = {
  none: 'Level 0 of 5: there is no evidence',
  declared: 'Level 1 of 5: somebody says that there is a policy',
  'in-scope': 'Level 2 of 5: a policy covers the team',
  distributed: 'Level 3 of 5: Microsoft reports it as delivered',
  effective: 'Level 4 of 5: delivered, and seven days have passed',
  sampled: 'Level 5 of 5: a test search found what it should',
  contradicted: 'Contradicted: the newest evidence says the opposite of what is needed',
  drifted: 'No longer proved: the newest evidence no longer shows it',
  unknown: 'Too old: the newest evidence is older than 30 days',
};

function decisions(source: PackSource): Section {
  const { migration, wanted, policy } = source;
  const { draft, decision, history, milestones, outcome } = migration;
  const agreed = history.dpoApproved;
  const facts: Section['facts'] = [
    ['Owner', who(source, migration.owner)],
    ['Approver', who(source, migration.approver)],
    [
      'Decision',
      decision === null
        ? 'None'
        : `${decision.answer === 'approved' ? 'Approved' : 'Sent back'} by ${who(source, decision.by)}, ${at(decision.at)}`,
    ],
    ['Purpose', wanted === null ? (draft.purpose ?? 'None') : `${wanted.label} (${draft.purpose ?? ''})`],
    ['Policy', policy],
    ['History', MODES[draft.history]],
    ...(agreed === null ? [] : [['History agreed by', `${who(source, agreed.by)}, ${at(agreed.at)}`] as const]),
    ['Team', outcome.teamId ?? 'None'],
    ['Channel', outcome.channelId ?? 'None'],
    ...(outcome.holds ?? []).map((hold) => ['On hold', heldFor(source, hold)] as const),
    ['Notice given in WhatsApp', isUntold(migration) ? 'No: nobody could post in it' : at(outcome.noticeGivenAt)],
  ];
  const rows = milestones.map((one) => [one.state, at(one.at), one.by === 'regroup' ? 'Regroup' : who(source, one.by)]);
  return section('decisions', 'What was decided', {
    facts,
    tables: [{ caption: 'Milestones', head: ['State', 'When', 'By'], rows }],
  });
}

function heldFor(source: PackSource, { by, at: since, attested, ended }: Hold): string {
  const until = ended === null ? 'not ended' : `ended ${at(ended.at)} by ${who(source, ended.by)}`;
  return `Since ${at(since)}, put by ${who(source, by)}; ${until}. Attested before: ${attested}.`;
}

function people(source: PackSource): Section {
  const { members } = source.migration.draft;
  const rows = (Object.keys(CLASSES) as Class[]).flatMap((kind) => {
    const those = members.filter((member) => member.class === kind);
    if (those.length === 0) return [];
    const ids = those.map(({ id, person }) => (person === null ? id : who(source, person)));
    return [[CLASSES[kind], String(those.length), ids.join(', ')]];
  });
  return section('people', 'Who was in the group', {
    tables: [
      { caption: count(members.length, 'person', 'people'), head: ['What became of them', 'People', 'Ids'], rows },
    ],
  });
}

function attestations(source: PackSource): Section {
  const said = { asked: 'has not answered', attested: 'attested', cannot: 'could not' } as const;
  const rows = source.attestations.map((one) => [
    who(source, one.person),
    said[one.state],
    one.done.join(', ') || 'nothing',
    one.reached ? at(one.answeredAt) : 'was never reached',
  ]);
  return section('attestations', 'What members said about their phones', {
    points: ['These are their own statements. Nobody has looked at a phone, a backup or another device.'],
    tables: [{ caption: 'Statements', head: ['Person', 'Answer', 'Said to be done', 'When'], rows }],
  });
}

function retention(source: PackSource): Section {
  const { evidence, wanted, migration } = source;
  const is = source.retention;
  const level = (location: Location) => {
    const state = is?.[location] ?? null;
    return state === null
      ? 'Nothing is known'
      : `${LEVELS[state.level]}${state.since === null ? '' : `, since ${at(state.since)}`}`;
  };
  const rows = evidence.map((one) => [
    `${one.location}, ${one.kind}`,
    at(one.at),
    one.by === 'regroup' ? 'a runbook' : who(source, one.by),
    policyText(one) ?? 'period not shown',
    // The whole of it is in evidence.json.
    `${one.sha256.slice(0, 16)}…`,
  ]);
  const { retentionProved, retentionWaivedBy } = migration.outcome;
  const waived = retentionWaivedBy === null ? '' : `. ${who(source, retentionWaivedBy)} let it go on without proof`;
  const closed = retentionProved ? 'Proved' : `Not proved${waived}`;
  return section('retention', 'How long it is kept, and what proves it', {
    facts: [
      [
        'Wanted',
        wanted === null
          ? 'No period in the schedule'
          : (policyText({ days: wanted.days, action: 'keep-and-delete' }) ?? ''),
      ],
      ['Messages, now', level('messages')],
      ['Files, now', level('files')],
      ['When the run went on', closed],
    ],
    tables: [{ caption: 'Evidence', head: ['About', 'Read', 'Given by', 'Shows', 'SHA-256'], rows }],
  });
}

/** What the owner picked, where a move takes nothing else. */
function picked({ draft, history }: Migration): Section['facts'] {
  if (draft.history !== 'selected-records') return [];
  return [['Picked', `${history.picked.length} entries. Nobody picked the others, and they went nowhere.`]];
}

function reconciliation({ migration }: PackSource): Section {
  const { draft } = migration;
  const { readBack, history } = migration.outcome;
  const differences = Object.entries(history?.differences ?? {}).map(([kind, n]) => [kind, String(n)]);
  const dropped = droppedWords(history?.dropped ?? {}).map(({ why, entries }) => [why, String(entries)]);
  return section('reconciliation', 'What arrived, read back', {
    facts: [
      [
        'Members',
        readBack === null
          ? 'Not read back'
          : `${readBack.present} of ${readBack.expected} are in the ${isPrivate(draft.destination) ? 'private channel' : 'team'}, ${at(readBack.at)}. Missing: ${readBack.missing.length}`,
      ],
      ...picked(migration),
      ...(history === null
        ? []
        : ([
            ['History', `${history.posts} planned, ${history.posted} posted. Read back: ${at(history.reconciledAt)}`],
            [
              'Sealed export',
              history.destroyedAt === null ? 'Not seen to be gone' : `Destroyed, ${at(history.destroyedAt)}`,
            ],
          ] as const)),
    ],
    tables: [
      { caption: 'Differences', head: ['Kind', 'How many'], rows: differences },
      { caption: 'Left out on purpose', head: ['Why', 'Entries'], rows: dropped },
    ],
  });
}

function record({ entries, newer, size, signedAt }: Proof): Section {
  return section('record', 'What the audit record says', {
    facts: [
      ['Entries here', `${entries}, each with a proof`],
      ['Record', `${size} entries, signed for on ${at(signedAt)}`],
      ...(newer === 0 ? [] : ([['Not here', `${newer}, newer than that`]] as const)),
    ],
    points: ['proofs.jsonl has the entries. “node verify.mjs .” in this folder checks them.'],
  });
}
