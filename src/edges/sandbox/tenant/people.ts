import type { Person } from '../../../roster/person.js';
import { equality, page, selected, type Call, type Reply, type Route } from './exchange.js';
import { Refusal } from './refusal.js';
import type { Office } from './office.js';

const READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];

export const PEOPLE: readonly Route[] = [
  { method: 'GET', path: '/users', needs: READ, handle: users },
  { method: 'GET', path: '/users/:id', needs: READ, handle: user },
];

/** What Graph sends of a user when nothing is selected. */
const USUAL = [
  'id',
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'mail',
  'mobilePhone',
  'businessPhones',
  'userPrincipalName',
];

function users(call: Call): Reply {
  const filter = equality(call);
  const all = there(call.office).map((person) => asUser(call.office, person));
  const kept = filter === null ? all : all.filter((one) => matches(one, filter.property, filter.value));
  if (!call.query.has('$select'))
    return page(
      call,
      kept.map((one) => selected(one, USUAL) as typeof one),
    );
  return page(call, kept);
}

/** Graph compares without regard to case. */
function matches(user: Readonly<Record<string, unknown>>, property: string, value: string): boolean {
  if (!(property in user)) throw new Refusal(400, 'Request_BadRequest', `Invalid filter clause: ${property}.`);
  const actual = user[property];
  return typeof actual === 'string' && actual.toLowerCase() === value.toLowerCase();
}

function user(call: Call): Reply {
  const one = asUser(call.office, personOf(call.office, call.params['id']));
  return { status: 200, body: selected(one, call.query.get('$select')?.split(',') ?? USUAL) };
}

function asUser(office: Office, person: Person) {
  const { id, displayName, givenName, surname, jobTitle, mail, mobilePhone } = person;
  const isGuest = person.kind === 'guest';
  return {
    id,
    displayName,
    givenName,
    surname,
    jobTitle,
    mail,
    mobilePhone,
    businessPhones: [],
    otherMails: [],
    userPrincipalName: isGuest ? `${(mail ?? id).replace('@', '_')}#EXT#@oakfield.example` : mail,
    userType: isGuest ? 'Guest' : 'Member',
    accountEnabled: isEnabled(office, person),
  };
}

/** The person by id or by sign-in name. 404 when there is none. */
export function personOf(office: Office, id: string | undefined): Person {
  const person = there(office).find((one) => one.id === id || one.mail === id);
  if (person === undefined)
    throw new Refusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist or is not a user.`);
  return person;
}

/** Everybody who has an account. */
export function there(office: Office): readonly Person[] {
  const { gone } = office.state;
  return gone.length === 0 ? office.seed.people : office.seed.people.filter(({ id }) => !gone.includes(id));
}

export function isEnabled(office: Office, person: Person): boolean {
  return office.state.accounts[person.id] ?? person.enabled;
}

/** Ids of everybody in the group, nested groups included, each once; nobody when there is no such group. */
export function peopleIn(office: Office, groupId: string): readonly string[] {
  const team = office.state.groups.find((one) => one.id === groupId);
  if (team !== undefined)
    return team.members.map(({ person }) => person).filter((id) => !office.state.gone.includes(id));
  const group = office.seed.groups.find((one) => one.id === groupId);
  const isGroup = (id: string) => office.seed.groups.some((one) => one.id === id);
  const all = (group?.members ?? []).flatMap((id) => (isGroup(id) ? peopleIn(office, id) : [id]));
  return [...new Set(all)].filter((id) => !office.state.gone.includes(id));
}
