import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A simulated server listens here and nowhere else. */
const LOOPBACK = '127.0.0.1';

/** Larger than anything we send to Microsoft 365, small enough not to fill the memory. */
const MOST_BYTES = 8_000_000;

export type Listening = { readonly url: string; close(): Promise<void> };

/** Starts listening on loopback; port 0 takes a free one. Throws when the port is taken. `close` ends open connections too. */
export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  return { url: `http://${LOOPBACK}:${address.port}`, close };
}

/** The whole body; null when it is longer than any of ours, or than `most` bytes. */
export async function readBody(request: IncomingMessage, most = MOST_BYTES): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
