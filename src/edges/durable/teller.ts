import { DBOSClient } from '@dbos-inc/dbos-sdk';
import type { ClientBase } from 'pg';
import type { Topic } from '../../migration/ports.js';
import type { Report } from './port.js';
import { APPLICATION, logger } from './runtime.js';

/** Tells runs that something has changed, from a process that does not carry runs itself. */
export type Teller = {
  /** Sends through the caller's open transaction: the message is there when that commits. A key is sent once. */
  tell(client: ClientBase, id: string, topic: Topic, key: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens a teller on a database that a bot has used before. */
export async function openTeller(url: string, report: Report): Promise<Teller> {
  const client = await DBOSClient.create({
    systemDatabaseUrl: url,
    applicationName: APPLICATION,
    systemDatabasePoolSize: 1,
    logger: logger(report),
  });
  return {
    tell: (caller, id, topic, key) => client.sendInTransaction(caller, id, {}, topic, key),
    close: () => client.destroy(),
  };
}
