import { rmSync } from 'node:fs';
import { openServer, type Server } from '../../src/edges/storage/server.js';
import { SERVER, temporaryFolder } from './database.js';

let started: { readonly server: Server; readonly folder: string } | null = null;

/** Before everything: one PostgreSQL for all test files, however many processes run them. */
export async function mochaGlobalSetup(): Promise<void> {
  const folder = temporaryFolder();
  const server = await openServer({ dataDir: folder });
  started = { server, folder };
  process.env[SERVER] = server.url;
}

/** After everything. */
export async function mochaGlobalTeardown(): Promise<void> {
  await started?.server.stop();
  if (started !== null) rmSync(started.folder, { recursive: true, force: true });
}
