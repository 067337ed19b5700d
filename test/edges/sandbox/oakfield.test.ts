import assert from 'node:assert/strict';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { SANDBOX_APP, SANDBOX_TENANT } from '../../../src/config.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';

const { people, groups, teams, organisation, personas } = OAKFIELD;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

describe('Oakfield', () => {
  it('is what the settings call the sandbox', () => {
    assert.equal(OAKFIELD.appId, SANDBOX_APP);
    assert.equal(OAKFIELD.tenantId, SANDBOX_TENANT);
  });

  it('has about 60 people, two who have left, a guest, and two of the same name', () => {
    const names = people.map(({ displayName }) => displayName);

    assert.ok(people.length >= 55 && people.length <= 65);
    assert.equal(people.filter(({ enabled }) => !enabled).length, 2);
    assert.equal(people.filter(({ kind }) => kind === 'guest').length, 1);
    assert.equal(names.length - new Set(names).size, 1);
  });

  it('gives everybody and everything an id of its own', () => {
    const ids = [...people, ...groups, ...teams].map(({ id }) => id);

    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, UUID);
  });

  it('gives everybody a mail address of their own that cannot be reached', () => {
    const mails = people.map(({ mail }) => mail ?? '');

    assert.equal(new Set(mails).size, mails.length);
    for (const mail of mails) assert.match(mail, /^[a-z.0-9-]+@[a-z]+\.example$/);
  });

  it('has only numbers that belong to nobody, in several spellings', () => {
    const mobiles = people.map(({ mobilePhone }) => mobilePhone).filter((mobile) => mobile !== null);
    const numbers = mobiles.map((mobile) => parsePhoneNumberFromString(mobile, 'GB')?.number ?? mobile);
    const spellings = new Set(mobiles.map((mobile) => mobile.replaceAll(/\d/g, '9')));

    assert.equal(new Set(numbers).size, numbers.length);
    for (const number of numbers) assert.match(number, /^\+447700900\d{3}$/);
    for (const phone of [organisation.phones.dsl, organisation.phones.office, organisation.phones.itSupport])
      assert.match(phone, /^01632 960\d{3}$/);
    assert.ok(spellings.size >= 8);
  });

  it('names only people and groups it has', () => {
    const known = new Set([...people, ...groups].map(({ id }) => id));
    const named = [
      ...groups.flatMap(({ members }) => members),
      ...teams.flatMap(({ owners, members }) => [...owners, ...members]),
      ...organisation.dpo,
      ...Object.values(personas),
      organisation.administrators,
      organisation.approvers,
    ];

    assert.deepEqual(
      named.filter((id) => !known.has(id)),
      [],
    );
  });

  it('lets Ruth Adeyemi approve and read the summary, and Amara Osei neither', () => {
    const members = (id: string): readonly string[] =>
      groups.find((group) => group.id === id)?.members.flatMap((one) => [one, ...members(one)]) ?? [];
    const nameOf = (id: string) => people.find((person) => person.id === id)?.displayName;

    for (const group of [organisation.administrators, organisation.approvers]) {
      assert.ok(members(group).includes(personas.approver));
      assert.ok(!members(group).includes(personas.starter));
    }
    assert.equal(nameOf(personas.approver), 'Ruth Adeyemi');
    assert.equal(nameOf(personas.starter), 'Amara Osei');
  });

  it('has one team with good evidence for both locations, one with bad, one with none', () => {
    const now = new Date('2026-11-24T10:00:00Z');
    const evidence = OAKFIELD.evidence(now);
    const [proved, contradicted, none] = organisation.governedTeams;
    const of = (teamId: string | undefined) => evidence.filter((one) => one.teamId === teamId);

    assert.ok(
      of(proved).every(({ days, covers, distribution }) => days === 365 && covers && distribution === 'success'),
    );
    assert.deepEqual(new Set(of(proved).map(({ location }) => location)), new Set(['messages', 'files']));
    assert.ok(of(contradicted).some(({ kind, days }) => kind === 'read-out' && days === 30));
    assert.equal(of(none).length, 0);
    assert.ok(evidence.every(({ at, sha256 }) => at < now && /^[0-9a-f]{64}$/.test(sha256)));
    assert.deepEqual(OAKFIELD.evidence(now), evidence);
  });
});
