import type { Client } from './clients.js';

/** What the demo is made of, once all of it answers. */
export type Running = {
  readonly bot: string;
  readonly tenant: string;
  readonly signIn: string;
  /** The page on which a visitor sends a file. */
  readonly attach: string;
  readonly dataDir: string;
  /** Path of the secret that read-outs of Purview are signed with. */
  readonly evidenceKey: string;
  /** Path of the file with the minutes by which the clock is ahead. */
  readonly clock: string;
  readonly clients: readonly Client[];
  readonly pids: readonly number[];
};

/** One line of JSON for whatever drives the demo. */
export function asJson({ clients, ...rest }: Running): string {
  const people = clients.map(({ visitor, url }) => ({ person: visitor.person.displayName, role: visitor.role, url }));
  return JSON.stringify({ ...rest, clients: people });
}

/** What somebody at a terminal needs to know. */
export function asText({ bot, tenant, attach, dataDir, clock, clients }: Running): string {
  const people = clients.map(({ visitor, url }) => `  ${url}   ${visitor.person.displayName}, ${visitor.role}`);
  const [first, second] = clients.map(({ visitor }) => visitor.person.givenName ?? visitor.person.displayName);
  const data = dataDir === './data' ? '' : ` --data ${dataDir}`;
  return `
Regroup is running at Oakfield Academy Trust, an invented school. Nothing here leaves this machine.

Open them in a browser on this machine. Each is a local Teams client with somebody signed in:
${people.join('\n')}
To send Regroup a WhatsApp export, which the local client cannot: ${attach}
Without a browser here, forward the ports from a machine that has one: ssh -L PORT:127.0.0.1:PORT

Four things to try:
  1. As ${first}, write: can I use whatsapp to tell parents about the trip
  2. As ${first}, write: move. Answer the seven steps and choose ${second} as approver.
  3. As ${second}, decide about the move. As ${first}, watch the card change.
  4. As ${second}, write: summary. Then, in another terminal:
     npm run -s regroup -- audit verify${data}

The bot:    ${bot}
The tenant: ${tenant} (simulated Microsoft 365)
The data:   ${dataDir} (delete it for a clean start)
The clock:  ${clock} (write how many minutes it is ahead, such as 20160 for two weeks; it never goes back)
Ctrl-C ends everything.
`;
}
