import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { ATTESTED } from '../../src/migration/migration.js';
import { elementsOf, titlesOf, Unanswered, wordsOf, type CardJson, type Chat } from '../support/chat.js';
import { personNumber } from './school.js';

/** How people wait. Both reject when the test has been given up. */
export type Patience = {
  /** What somebody does whose click or message was not answered: waits until Regroup can be reached again. */
  readonly backAgain: () => Promise<void>;
  readonly until: (condition: () => boolean) => Promise<void>;
};

/** A move that somebody is going to make. People are numbers in Oakfield's list. */
export type Plan = {
  /** Of the WhatsApp group and of the channel: no two are the same. */
  readonly name: string;
  readonly owner: number;
  readonly approver: number;
  readonly others: readonly number[];
  readonly isNewTeam: boolean;
};

type Inputs = Readonly<Record<string, string>>;

/** Makes a move, from "move a group" to its closing report, as its owner: works from what the cards show and from nothing else. */
export async function carryOut(plan: Plan, chat: Chat, patience: Patience): Promise<void> {
  await fillIn(plan, chat, patience);
  await patience.until(() => progressCard(plan, chat, 'I have posted it') !== null);
  for (;;) {
    const card = progressCard(plan, chat, 'I have posted it');
    if (card === null) break;
    await press(chat, card, 'I have posted it', {}, patience);
  }
  await patience.until(() => isClosed(progressCard(plan, chat, '')));
}

/** The owner's newest card about this move, when it has a button of this title; any title with an empty one. */
export function progressCard({ name }: Plan, chat: Chat, title: string): CardJson | null {
  const card = chat.cards().findLast((one) => noticeOf(one) === 'progress' && wordsOf(one).includes(name)) ?? null;
  return card !== null && (title === '' || titlesOf(card).includes(title)) ? card : null;
}

function isClosed(card: CardJson | null): boolean {
  return card !== null && /the move is closed|Closed, with open points/.test(wordsOf(card));
}

async function fillIn(plan: Plan, chat: Chat, patience: Patience): Promise<void> {
  const before = chat.cards().length;
  const card = () => chat.cards().slice(before).at(-1);
  while (card() === undefined) await write(chat, 'move a group', patience);
  for (;;) {
    const step = card() ?? {};
    const next = answerTo(step, plan);
    if (next === null) break;
    await press(chat, step, next.title, next.inputs, patience);
  }
  const last = card();
  if (last === undefined || noticeOf(last) !== 'progress')
    throw new Error(`the wizard of "${plan.name}" ended with: ${last === undefined ? 'nothing' : wordsOf(last)}`);
}

/** Which button of the wizard the owner presses, and what they say in it; null when it is over. */
function answerTo(card: CardJson, plan: Plan): { readonly title: string; readonly inputs: Inputs } | null {
  if (!String(card['fallbackText']).includes('Move a group, step')) return null;
  const titles = titlesOf(card);
  if (titles.includes('Submit for approval'))
    return { title: 'Submit for approval', inputs: { approver: personNumber(plan.approver).id } };
  if (!titles.includes('Continue')) return { title: 'Add these names', inputs: { names: namesIn(plan) } };
  const asked = elementsOf(card).map(({ id }) => String(id));
  const known = Object.entries(answers(plan)).filter(([id]) => asked.includes(id));
  return { title: 'Continue', inputs: { ...Object.fromEntries(known), ...aboutPeople(card) } };
}

function namesIn({ others }: Plan): string {
  return [...others.map((number) => personNumber(number).displayName), 'Stan Ger'].join('\n');
}

/** What the owner says to each input of the wizard but those about people. */
function answers({ name, isNewTeam }: Plan): Inputs {
  const [proved] = OAKFIELD.teams;
  return {
    name,
    purpose: 'T-TRIP',
    runBy: 'school',
    openRequest: 'no',
    team: isNewTeam ? 'new' : (proved?.id ?? ''),
    teamName: isNewTeam ? `Team of ${name}` : '',
    channelName: name,
  };
}

/** Every match is right, and whoever has none is from outside. */
function aboutPeople(card: CardJson): Inputs {
  const asked = elementsOf(card).filter(({ id }) => String(id).startsWith('m_p'));
  return Object.fromEntries(
    asked.map(({ id, choices }) => [String(id), JSON.stringify(choices).includes('"yes"') ? 'yes' : 'outsider']),
  );
}

/** Presses the buttons that others are asked to press, in these chats, until it is over and nothing is left. */
export async function respond(chats: readonly Chat[], patience: Patience, isOver: () => boolean): Promise<void> {
  for (;;) {
    await patience.until(() => isOver() || findTodo(chats) !== null);
    const todo = findTodo(chats);
    if (todo !== null) await press(todo.chat, todo.card, todo.title, todo.inputs, patience);
    else if (isOver()) return;
  }
}

/** What is asked of an approver, and of a member who has cleared their phone. */
const WANTED: Readonly<Record<string, Inputs>> = {
  'Approve move': {},
  'Let it go on without proof': {},
  Confirm: { done: ATTESTED.join(',') },
};

function findTodo(chats: readonly Chat[]) {
  for (const chat of chats)
    for (const card of chat.cards()) {
      const title = titlesOf(card).find((one) => one in WANTED);
      if (title !== undefined) return { chat, card, title, inputs: WANTED[title] ?? {} };
    }
  return null;
}

/** Writes to Regroup, and waits for its card when it could be reached. */
export async function write(chat: Chat, text: string, patience: Patience): Promise<void> {
  const before = chat.cards().length;
  const { status } = await chat.post({ type: 'message', text, textFormat: 'plain', attachments: [] });
  if (chat.cards().length > before) return;
  if (status === 200) throw new Error(`"${text}" was taken and not answered`);
  await patience.backAgain();
}

async function press(chat: Chat, card: CardJson, title: string, inputs: Inputs, patience: Patience): Promise<void> {
  try {
    await chat.press(card, title, inputs);
  } catch (error) {
    if (!(error instanceof Unanswered) || error.status < 500) throw error;
    await patience.backAgain();
  }
}

/** Which notice a card is the card of, from what it says to somebody who cannot see it. */
export function noticeOf(card: CardJson): 'progress' | 'approval' | 'attestation' | 'incident' | null {
  const said = String(card['fallbackText']);
  if (said.includes('Move to Teams: ')) return 'progress';
  if (said.includes('move a WhatsApp group to Teams.')) return 'approval';
  if (/Say whether you have left|You have attested/.test(said)) return 'attestation';
  return titlesOf(card).includes('I have looked at it') ? 'incident' : null;
}
