import { until } from '../support/until.js';
import { carryOut, respond, write, type Patience, type Plan } from './people.js';
import { draw, randomFrom } from './random.js';
import type { School } from './school.js';

/** People by their numbers in Oakfield's list. */
const OWNERS = [1, 6, 8, 11, 18, 20];
const APPROVERS = [2, 5];
const DPO = 3;
const MEMBERS = [9, 10, 12, 13, 15, 16, 19, 22, 25, 27, 28, 29, 30, 31, 32];

/** Bots that are killed again and again take their time. */
const LONG_MS = 300_000;

export type DayOptions = {
  readonly school: School;
  /** Chooses who is in which group and where it goes. */
  readonly seed: number;
  /** Whether Regroup can be reached. */
  readonly isReady: () => boolean;
  /** Whether nobody has to start another move. */
  readonly isEnough: () => boolean;
  /** What happens beside it. `goOn` throws when the day has ended early. */
  readonly meanwhile: (goOn: () => void) => Promise<void>;
};

/**
 * A day on which everybody works with Regroup: owners make moves, one after another and into a new team about every second time,
 * approvers decide, members attest. Ends when all moves are closed, with all of them; when one person cannot go on, all end.
 */
export async function spendDay({ school, seed, isReady, isEnough, meanwhile }: DayOptions): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  let isGivenUp = false;
  let isOver = false;
  const goOn = () => {
    if (isGivenUp) throw new Error('the day has ended early');
  };
  const patience: Patience = {
    backAgain: () => patience.until(isReady),
    until: (condition) => until(() => (goOn(), condition()), LONG_MS),
  };
  const chats = (people: readonly number[]) => people.map((one) => school.chat(one));
  const makeMoves = async (owner: number): Promise<void> => {
    const random = randomFrom(seed + owner);
    while (!isEnough()) {
      const plan = planFor(owner, plans.length, random);
      plans.push(plan);
      await carryOut(plan, school.chat(owner), patience);
    }
  };
  try {
    // Teams lets a bot write only to people who have it.
    await Promise.all(chats([...OWNERS, ...APPROVERS, DPO, ...MEMBERS]).map((chat) => write(chat, 'hi', patience)));
    await Promise.all([
      meanwhile(goOn),
      Promise.all(OWNERS.map(makeMoves)).then(() => (isOver = true)),
      ...APPROVERS.map((one) => respond(chats([one]), patience, () => isOver)),
      respond(chats([...OWNERS, ...MEMBERS]), patience, () => isOver),
    ]);
    return plans;
  } finally {
    isGivenUp = true;
  }
}

function planFor(owner: number, count: number, random: () => number): Plan {
  const others = [...draw(3, MEMBERS.length, random)].flatMap((n) => MEMBERS[n - 1] ?? []);
  const approver = APPROVERS[Math.floor(random() * APPROVERS.length)] ?? DPO;
  return { name: `Trip ${count + 101}`, owner, approver, others, isNewTeam: random() < 0.5 };
}
