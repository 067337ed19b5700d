import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { startSignIn, type SignIn } from '../../src/edges/sandbox/sign-in.js';
import type { Tenant } from '../../src/edges/sandbox/tenant.js';
import { startTenant } from '../support/tenant.js';
import { Chat, startConnector, type Connector } from '../support/chat.js';

/** Everything around the bots, which goes on when one of them is killed: Microsoft 365, the sign-in, Teams and its people. */
export type School = {
  readonly tenant: Tenant;
  readonly signIn: SignIn;
  readonly connector: Connector;
  /** The chat of the person with this number in Oakfield's list. */
  chat(person: number): Chat;
  close(): Promise<void>;
};

/** An effect is asked for, and done this much later, whether whoever asked is still there or not. */
const GRAPH_LATENCY_MS = 200;
/** A card is in the chat this long before the connector says so. */
const CONNECTOR_LATENCY_MS = 60;

export async function openSchool(): Promise<School> {
  const tenant = await startTenant({ data: OAKFIELD, delays: { group: 600, team: 4_000, member: 400 } });
  const effects = {
    method: 'POST',
    path: String.raw`/(groups|teams|channels|members/add)$`,
    times: 1_000_000,
  } as const;
  tenant.faults.add({ ...effects, effect: { kind: 'delay', ms: GRAPH_LATENCY_MS } });
  const signIn = await startSignIn({ bot: 'http://127.0.0.1:9', appId: OAKFIELD.appId });
  const connector = await startConnector({ latencyMs: CONNECTOR_LATENCY_MS });
  const { tenantId, appId } = OAKFIELD;
  return {
    tenant,
    signIn,
    connector,
    chat: (number) => {
      const { id, displayName: name } = personNumber(number);
      return new Chat({ endpoint: signIn.endpoint, connector, tenantId, appId, person: { id, name } });
    },
    close: async () => {
      await connector.stop();
      await signIn.close();
      await tenant.close();
    },
  };
}

export function personNumber(number: number): (typeof OAKFIELD.people)[number] {
  const person = OAKFIELD.people[number - 1];
  if (person === undefined) throw new Error(`Oakfield has nobody with the number ${number}`);
  return person;
}
