/**
 * A process that opens the server in a folder, for tests with several processes: `node --import tsx opener.ts FOLDER`.
 * It says how it went by IPC, and stops when it is told to.
 */
import { openServer } from '../../../src/edges/storage/server.js';

const [dataDir = ''] = process.argv.slice(2);
try {
  const server = await openServer({ dataDir });
  process.send?.({ how: server.how, url: server.url });
  process.once('message', () => {
    void server.stop().then(() => process.exit(0));
  });
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
