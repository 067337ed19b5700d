import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { addPeople, find, MOST_FOUND, NONE_FOUND, pick, savePeople, turnPage } from '../../src/migration/members.js';
import type { Draft } from '../../src/migration/migration.js';
import {
  changeable,
  CLASS_ANSWERS,
  fieldOf,
  isDecided,
  MATCH_ANSWERS,
  MOST_PEOPLE,
  page,
  PAGE,
  peopleComplaints,
  peopleCounts,
  toFind,
  unanswered,
} from '../../src/migration/people.js';
import { newDraft } from '../../src/migration/wizard.js';
import type { Person } from '../../src/roster/person.js';
import { GUEST, LEAVER, OWNER, PEOPLE, personId, TEACHER, TWIN_A, TWIN_B } from '../support/world.js';

const { draft: EMPTY } = newDraft('mov-TEST0001', OWNER, new Date(0));

const withNames = (text: string, draft: Draft = EMPTY) => addPeople(draft, text, PEOPLE).draft;
const answering = (draft: Draft, answers: Readonly<Record<string, string>>) => savePeople(draft, answers, PEOPLE);
const shape = (draft: Draft) =>
  draft.members.slice(1).map(({ label, suggested, person, class: kind }) => ({ label, suggested, person, kind }));

describe('addPeople()', () => {
  it('suggests the only match, decides nothing, and keeps the order', () => {
    const draft = withNames('Gareth J\nSam Okonjo\nDave – coaches\nTom Hollisworth');

    assert.deepEqual(
      draft.members.map(({ id, label, suggested, class: kind }) => [id, label, suggested, kind]),
      [
        ['p1', '', null, 'staff'],
        ['p2', 'Gareth J', TEACHER, null],
        ['p3', 'Sam Okonjo', null, null],
        ['p4', 'Dave – coaches', null, null],
        ['p5', 'Tom Hollisworth', LEAVER, null],
      ],
    );
  });

  it('matches a phone number to the directory and keeps nothing of it', () => {
    const people = PEOPLE.map((one) => (one.id === TEACHER ? { ...one, mobilePhone: '07700 900123' } : one));

    const { draft } = addPeople(EMPTY, '+44 7700 900123\n+44 7700 900124', people);

    assert.deepEqual(
      shape(draft).map(({ label, suggested }) => [label, suggested]),
      [
        ['Number 1', TEACHER],
        ['Number 2', null],
      ],
    );
    assert.doesNotMatch(JSON.stringify(draft), /900123|900124/u);
  });

  it('suggests nobody when the name and the number speak for two people', () => {
    const people = PEOPLE.map((one) => (one.id === GUEST ? { ...one, mobilePhone: '07700 900123' } : one));

    assert.deepEqual(
      shape(addPeople(EMPTY, 'Gareth J 07700 900123', people).draft).map(({ suggested }) => suggested),
      [null],
    );
  });

  it('takes a list twice and says so', () => {
    const { draft, notice } = addPeople(withNames('Gareth J\nDave'), 'Dave\nGareth J\nBea Quillfeather\nYou', PEOPLE);

    assert.deepEqual(
      shape(draft).map(({ label }) => label),
      ['Gareth J', 'Dave', 'Bea Quillfeather'],
    );
    assert.equal(notice, '1 added. 2 in the list already. 1 line names nobody.');
  });

  it('knows the owner and those picked by their whole name', () => {
    const picked = answering(withNames('Gareth J'), { m_p2: 'yes' }).draft;

    assert.deepEqual(shape(withNames('Nadia Fernsby\nJolliffe, Gareth', picked)).length, 1);
  });

  it('goes on counting the numbers of the first list', () => {
    const draft = withNames('07700 900124', withNames('07700 900123'));

    assert.deepEqual(
      shape(draft).map(({ label }) => label),
      ['Number 1', 'Number 2'],
    );
  });

  it('takes 250 people and says how many were left out', () => {
    const { draft, complaints } = addPeople(
      EMPTY,
      Array.from({ length: 300 }, (_, n) => `Person ${n}`).join('\n'),
      PEOPLE,
    );

    assert.equal(draft.members.length, MOST_PEOPLE);
    assert.deepEqual(complaints, [
      { field: 'names', label: 'Names', text: '250 people are the most. 51 were left out.' },
    ]);
  });

  it('says when nobody is named, and gives the text back', () => {
    const { draft, complaints, typed } = addPeople(EMPTY, 'You\nGroup admin', PEOPLE);

    assert.equal(draft, EMPTY);
    assert.equal(complaints[0]?.field, 'names');
    assert.deepEqual(typed, { names: 'You Group admin' });
  });
});

describe('savePeople()', () => {
  const matches: readonly (readonly [string, string, string, string | null, string | null])[] = [
    ['staff', 'Gareth J', 'yes', TEACHER, 'staff'],
    ['a blocked account as a leaver', 'Tom Hollisworth', 'yes', LEAVER, 'leaver'],
    ['a guest as a guest', 'Bea Quillfeather', 'yes', GUEST, 'guest'],
    ['nobody when it is somebody else', 'Gareth J', 'other', null, null],
    ['nobody yet when the owner is not sure', 'Gareth J', 'unsure', null, 'unknown'],
    ['nobody when nothing is answered', 'Gareth J', '', null, null],
    ['nobody for an answer that the card does not have', 'Gareth J', 'maybe', null, null],
  ];
  for (const [title, name, answer, person, kind] of matches) {
    it(`takes ${title}`, () => {
      const { draft, complaints } = answering(withNames(name), { m_p2: answer });

      assert.deepEqual(
        shape(draft).map((one) => [one.person, one.kind]),
        [[person, kind]],
      );
      assert.deepEqual(complaints, []);
    });
  }

  for (const kind of ['leaver', 'pupil', 'outsider'] as const) {
    it(`takes an unknown person as ${kind}, decided`, () => {
      const { draft } = answering(withNames('Dave'), { m_p2: kind });

      assert.equal(draft.members[1]?.class, kind);
      assert.equal(page(draft).left, 0);
    });
  }

  for (const kind of ['staff', 'guest'] as const) {
    it(`looks ${kind} up next`, () => {
      const { draft } = answering(withNames('Dave\nEve'), { m_p2: kind, m_p3: kind });

      assert.equal(draft.finding, 'p2');
      assert.deepEqual(
        toFind(draft).map(({ id }) => id),
        ['p2', 'p3'],
      );
      assert.equal(peopleCounts(draft).undecided, 2);
    });
  }

  it('makes one line of two names to which the owner says yes, and says so', () => {
    const both = answering(withNames('Gareth J\nGareth Jolliffe'), { m_p2: 'yes', m_p3: 'yes' });

    assert.deepEqual(
      shape(both.draft).map(({ person }) => person),
      [TEACHER],
    );
    assert.deepEqual(both.complaints, []);
    assert.equal(both.notice, 'One person was listed twice. They are one line now.');
  });

  it('asks whether a second name is somebody who is in the list, and takes it out on a yes', () => {
    const first = answering(withNames('Gareth J'), { m_p2: 'yes' }).draft;
    const second = addPeople(first, 'Gareth Jolliffe (new number)', PEOPLE).draft;
    assert.equal(second.members[2]?.suggested, TEACHER);

    const { draft, notice } = answering(second, { m_p3: 'yes' });
    assert.equal(draft.members.length, 2);
    assert.match(notice ?? '', /one line/u);
  });

  it('puts together what an export tells about both lines', () => {
    const draft = withNames('Gareth J\nGareth Jolliffe');
    const times = { first: '2026-01-02T08:00', last: '2026-03-01T08:00', entries: 4, joined: null, left: null };
    const earlier = { first: '2025-09-01T08:00', last: '2025-12-01T08:00', entries: 3, joined: '2025-09-01T08:00' };
    const members = draft.members.map((one) => {
      if (one.id === 'p2') return { ...one, seen: { ...earlier, left: '2025-12-01T08:00' } };
      return one.id === 'p3' ? { ...one, seen: times } : one;
    });

    const both = answering({ ...draft, members }, { m_p2: 'yes', m_p3: 'yes' }).draft;
    assert.deepEqual(both.members[1]?.seen, {
      first: '2025-09-01T08:00',
      last: '2026-03-01T08:00',
      entries: 7,
      joined: '2025-09-01T08:00',
      left: null,
    });
  });

  it('takes out who is listed twice', () => {
    const draft = answering(withNames('Dave\nDave'), { m_p3: 'remove' }).draft;

    assert.deepEqual(
      draft.members.map(({ id }) => id),
      ['p1', 'p2'],
    );
  });

  it('never changes the owner', () => {
    for (const answer of [...CLASS_ANSWERS, ...MATCH_ANSWERS])
      assert.deepEqual(answering(EMPTY, { m_p1: answer }).draft, EMPTY);
  });

  it('lets a decision be changed', () => {
    const staff = answering(withNames('Gareth J'), { m_p2: 'yes' }).draft;

    assert.deepEqual(shape(answering(staff, { m_p2: 'leaver' }).draft)[0], {
      label: 'Gareth J',
      suggested: null,
      person: TEACHER,
      kind: 'leaver',
    });
    assert.deepEqual(shape(answering(staff, { m_p2: 'outsider' }).draft)[0], {
      label: 'Gareth J',
      suggested: null,
      person: null,
      kind: 'outsider',
    });
    assert.deepEqual(answering(staff, { m_p2: 'staff' }).draft, staff);
  });

  it('ends everybody in one class whatever is answered, the owner always first and staff', () => {
    const answers = fc.dictionary(
      fc.integer({ min: 1, max: 12 }).map((n) => `m_p${n}`),
      fc.oneof(fc.constantFrom(...CLASS_ANSWERS, ...MATCH_ANSWERS), fc.string()),
    );
    const start = withNames(
      'Gareth J\nGareth Jolliffe\nSam\nTom Hollisworth\nBea Quillfeather\nDave\n07700 900123\nOwain Tregarth\n🌸',
    );
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 5 }), (rounds) => {
        const draft = rounds.reduce((before, round) => answering(before, round).draft, start);
        const counts = peopleCounts(draft);
        const people = draft.members.flatMap(({ person }) => (person === null ? [] : [person]));
        assert.deepEqual(draft.members[0], EMPTY.members[0]);
        assert.equal(
          Object.values(counts).reduce((sum, n) => sum + n, 0),
          draft.members.length,
        );
        assert.equal(counts.unknown + counts.undecided === 0, draft.members.every(isDecided));
        assert.equal(new Set(people).size, people.length);
        assert.equal(draft.finding, toFind(draft)[0]?.id ?? null);
      }),
    );
  });
});

describe('page()', () => {
  const thirty = Array.from({ length: 30 }, (_, n) => `Stranger ${n}`).join('\n');

  it('asks about 8 people at a time until nobody is left', () => {
    let draft = withNames(thirty);
    let pages = 0;
    for (; page(draft).left > 0; pages += 1) {
      const { unknowns } = page(draft);
      assert.ok(unknowns.length <= PAGE);
      draft = answering(draft, Object.fromEntries(unknowns.map((one) => [fieldOf(one), 'outsider']))).draft;
    }

    assert.equal(pages, 4);
    assert.equal(peopleCounts(draft).outsider, 30);
  });

  it('asks about matches first', () => {
    const { matches, unknowns } = page(withNames(`${thirty}\nGareth J\nTom Hollisworth`));

    assert.deepEqual(
      matches.map(({ label }) => label),
      ['Gareth J', 'Tom Hollisworth'],
    );
    assert.equal(unknowns.length, 6);
  });

  it('asks last about those whom the owner does not know', () => {
    const draft = withNames(thirty);
    const unsure = Object.fromEntries(page(draft).unknowns.map((one) => [fieldOf(one), 'unsure']));

    const next = page(answering(draft, unsure).draft);

    assert.equal(next.left, 30);
    assert.ok(next.unknowns.every((one) => one.class === null));
  });

  it('reaches everybody even when the owner knows nobody', () => {
    let draft = withNames(thirty);
    const seen = new Set<string>();
    for (let round = 0; round < 8; round += 1) {
      const { unknowns } = page(draft);
      for (const { id } of unknowns) seen.add(id);
      draft = answering(draft, Object.fromEntries(unknowns.map((one) => [fieldOf(one), 'unsure']))).draft;
    }

    assert.equal(seen.size, 30);
  });
});

describe('unanswered()', () => {
  it('names the questions of the page that got no answer', () => {
    const before = withNames('Gareth J\nDave\nEve');
    const { draft } = answering(before, { m_p3: 'pupil' });

    assert.deepEqual(unanswered(before, draft), [
      { field: 'm_p2', label: 'Match 1', text: 'choose yes, no or not sure.' },
      { field: 'm_p4', label: 'Unknown person 1', text: 'choose who this is.' },
    ]);
  });

  it('does not complain about the next page, nor about a question that is new', () => {
    const many = withNames(Array.from({ length: 9 }, (_, n) => `Stranger ${n}`).join('\n'));
    const all = Object.fromEntries(page(many).unknowns.map((one) => [fieldOf(one), 'pupil']));
    assert.deepEqual(unanswered(many, answering(many, all).draft), []);

    const one = withNames('Gareth J');
    assert.deepEqual(unanswered(one, answering(one, { m_p2: 'other' }).draft), []);
    assert.deepEqual(unanswered(one, answering(one, { m_p2: 'staff' }).draft), []);
  });

  it('complains about unknown people once nothing else is left to ask', () => {
    const before = withNames('Dave');
    const { draft } = answering(before, { m_p2: 'unsure' });

    assert.match(unanswered(before, draft)[0]?.text ?? '', /find out who this is/u);
    assert.equal(peopleComplaints(draft).length, 1);
  });

  it('complains when somebody is still to be found', () => {
    const { draft } = answering(withNames('Dave'), { m_p2: 'staff' });

    assert.deepEqual(
      unanswered(draft, draft).map(({ field }) => field),
      ['find'],
    );
  });

  it('complains when nobody was added', () => {
    assert.deepEqual(
      unanswered(EMPTY, EMPTY).map(({ field }) => field),
      ['names'],
    );
  });
});

describe('find() and pick()', () => {
  const looking = answering(withNames('Dave'), { m_p2: 'staff' }).draft;

  it('finds by any part of the name, blocked accounts and guests included', () => {
    assert.deepEqual(find(looking, 'hollis', PEOPLE).draft.found, [LEAVER]);
    assert.deepEqual(find(looking, 'okonjo SAM', PEOPLE).draft.found, [TWIN_A, TWIN_B]);
  });

  it('shows at most 8 and says that there are more', () => {
    const people = Array.from({ length: 12 }, (_, n): Person => ({ ...PEOPLE[7]!, id: personId(100 + n) }));

    const { draft, notice } = find(looking, 'gareth', people);

    assert.equal(draft.found.length, MOST_FOUND);
    assert.equal(notice, '12 people have such a name. The first 8 are shown.');
  });

  it('takes the one picked for the member being looked up', () => {
    const { draft } = pick(find(looking, 'sam', PEOPLE).draft, TWIN_B, PEOPLE);

    assert.deepEqual(shape(draft), [{ label: 'Dave', suggested: null, person: TWIN_B, kind: 'staff' }]);
    assert.deepEqual([draft.finding, draft.found], [null, []]);
  });

  it('lets the directory say that the one picked has left', () => {
    assert.equal(pick(find(looking, 'tom', PEOPLE).draft, LEAVER, PEOPLE).draft.members[1]?.class, 'leaver');
  });

  it('adds somebody new when nobody is being looked up', () => {
    const { draft } = pick(find(EMPTY, 'gareth', PEOPLE).draft, TEACHER, PEOPLE);

    assert.deepEqual(draft.members[1], {
      id: 'p2',
      label: '',
      suggested: null,
      person: TEACHER,
      class: 'staff',
      seen: null,
    });
  });

  it('takes nobody who was not found', () => {
    const { draft, complaints } = pick(looking, TEACHER, PEOPLE);

    assert.equal(draft, looking);
    assert.equal(complaints[0]?.field, 'pick');
  });

  it('shows those first who are most like the name in the chat', () => {
    const people = ['Ann Abbot', 'Anna Zeller', 'Annie Marsh'].map((displayName, at) => {
      const [givenName = '', surname = ''] = displayName.split(' ');
      return { ...PEOPLE[0]!, id: `00000000-0000-4000-8000-00000000000${at}`, displayName, givenName, surname };
    });
    const looking = answering(withNames('Annie M PE'), { m_p2: 'staff' }).draft;

    assert.equal(find(looking, 'ann', people).draft.found[0], people[2]?.id);
  });

  it('does not offer who is in the list already', () => {
    assert.deepEqual(find(looking, 'nadia', PEOPLE).draft.found, []);
    assert.match(find(looking, 'nadia', PEOPLE).complaints[0]?.text ?? '', /in the list already/u);
  });

  it('takes nobody twice even when a found one was picked meanwhile', () => {
    const found = find(answering(withNames('Dave\nGareth J'), { m_p2: 'staff' }).draft, 'gareth', PEOPLE).draft;
    const { draft } = answering(found, { m_p3: 'yes' });

    assert.equal(pick(draft, TEACHER, PEOPLE).complaints[0]?.field, 'pick');
  });

  for (const [title, draft] of [
    ['nobody has the name', find(looking, 'zzz', PEOPLE).draft],
    ['none of the found is the one', pick(find(looking, 'sam', PEOPLE).draft, NONE_FOUND, PEOPLE).draft],
  ] as const) {
    it(`asks again who it is when ${title}`, () => {
      assert.deepEqual(
        page(draft).unknowns.map(({ label }) => label),
        ['Dave'],
      );
      assert.deepEqual([draft.finding, draft.found], [null, []]);
    });
  }
});

describe('turnPage()', () => {
  it('shows all the decided, 8 at a time', () => {
    const names = withNames(Array.from({ length: 20 }, (_, n) => `Stranger ${n}`).join('\n'));
    let draft: Draft = { ...names, members: names.members.map((one) => ({ ...one, class: one.class ?? 'outsider' })) };
    const seen = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const shown = changeable(draft, OWNER).slice(0, PAGE);
      for (const { id } of shown) seen.add(id);
      draft = turnPage(draft, shown.map(fieldOf));
    }

    assert.equal(seen.size, 20);
    assert.equal(draft.members[0]?.person, OWNER);
  });
});
