import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { FileProblem, LARGEST_FILE } from '../../../src/conversation/exports.js';
import { openFiles, type Files, type FilesOptions } from '../../../src/edges/teams/files.js';

const GOOD = 'https://testwick-my.sharepoint.com/personal/nadia/_layouts/15/download.aspx?UniqueId=1&tempauth=SECRET';

/** What was asked for, and how. */
type Asked = { readonly url: string; readonly init: RequestInit };

/** Files whose addresses are answered in this process: nothing leaves it. */
function outside(answer: () => Promise<Response>): {
  readonly files: Files;
  readonly asked: Asked[];
  readonly log: string[];
} {
  const asked: Asked[] = [];
  const log: string[] = [];
  const files = openFiles({
    sandbox: null,
    report: (message, facts = {}) => void log.push(`${message} ${JSON.stringify(facts)}`),
    ask: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return answer();
    },
  });
  return { files, asked, log };
}

async function problemOf(files: Files, url: string | null): Promise<string> {
  const file = await files.offer({ name: 'a.zip', url, type: 'zip' });
  try {
    await file.fetch();
    return 'none';
  } catch (error) {
    assert.ok(error instanceof FileProblem);
    return error.code;
  }
}

describe('openFiles()', () => {
  describe('for an address', () => {
    const allowed = [
      GOOD,
      'https://testwick.sharepoint.com/sites/x/a.zip',
      'HTTPS://TESTWICK-MY.SHAREPOINT.COM:443/a.zip?x=1#part',
      'https://a-b-1.sharepoint.com/',
    ];
    for (const url of allowed)
      it(`asks ${new URL(url).host}, without a sign-in and without following anything`, async () => {
        const { files, asked } = outside(async () => new Response('hello'));

        const file = await files.offer({ name: 'a.zip', url, type: 'zip' });

        assert.deepEqual(Buffer.from(await file.fetch()).toString(), 'hello');
        assert.deepEqual(
          asked.map((one) => one.url),
          [new URL(url).href],
        );
        const [{ init }] = asked as [Asked];
        assert.deepEqual([init.redirect, init.credentials, init.method], ['manual', 'omit', undefined]);
        const headers = new Headers(init.headers);
        assert.deepEqual([headers.has('authorization'), headers.get('accept-encoding')], [false, 'identity']);
      });

    const refused: readonly (readonly [string, string])[] = [
      ['no encryption', 'http://testwick.sharepoint.com/a.zip'],
      ['another scheme', 'ftp://testwick.sharepoint.com/a.zip'],
      ['a file of this machine', 'file:///etc/passwd'],
      ['data', 'data:text/plain,hello'],
      ['no scheme', 'testwick.sharepoint.com/a.zip'],
      ['nothing', ''],
      ['a word', 'hello'],
      ['another host', 'https://evil.example/a.zip'],
      ['the name in front of another host', 'https://x.sharepoint.com.evil.example/a.zip'],
      ['the name at the end of another host', 'https://evilsharepoint.com/a.zip'],
      ['the bare name', 'https://sharepoint.com/a.zip'],
      ['an empty label', 'https://.sharepoint.com/a.zip'],
      ['the name in the fragment', 'https://evil.example#.sharepoint.com'],
      ['the name in the query', 'https://evil.example?x=.sharepoint.com'],
      ['the name in the path', 'https://evil.example/x.sharepoint.com'],
      ['the name as a user', 'https://x.sharepoint.com@evil.example/a.zip'],
      ['a user', 'https://nadia@x.sharepoint.com/a.zip'],
      ['a password', 'https://nadia:secret@x.sharepoint.com/a.zip'],
      ['a password without a user', 'https://:secret@x.sharepoint.com/a.zip'],
      ['another port', 'https://x.sharepoint.com:8443/a.zip'],
      ['the port of http', 'https://x.sharepoint.com:80/a.zip'],
      ['a backslash before the name', 'https://evil.example\\.sharepoint.com/a.zip'],
      ['a tab in the name of another host', 'https://evil.example\t/.sharepoint.com'],
      ['a dot at the end', 'https://x.sharepoint.com./a.zip'],
      ['a percent-encoded dot', 'https://evil.example%2f.sharepoint.com/a.zip'],
      ['a letter that looks alike', 'https://x.sharepоint.com/a.zip'],
      ['an IPv4 address', 'https://203.0.113.7/a.zip'],
      ['an IPv4 address as a number', 'https://3405803783/a.zip'],
      ['this machine', 'https://127.0.0.1/a.zip'],
      ['this machine in hexadecimal', 'https://0x7f000001/a.zip'],
      ['this machine by name', 'https://localhost/a.zip'],
      ['this machine in IPv6', 'https://[::1]/a.zip'],
      ['the metadata of a cloud', 'http://169.254.169.254/metadata/identity'],
      ['another part of Microsoft', 'https://graph.microsoft.com/v1.0/me/drive/root/content'],
      ['a list of files of anybody', 'https://onedrive.live.com/a.zip'],
      ['a wildcard', 'https://*.sharepoint.com/a.zip'],
    ];
    for (const [what, url] of refused)
      it(`does not ask one with ${what}`, async () => {
        const { files, asked, log } = outside(async () => new Response('hello'));

        assert.equal(await problemOf(files, url), 'host-not-allowed');
        assert.deepEqual(asked, []);
        assert.deepEqual(log, ['a file could not be fetched {"code":"host-not-allowed","status":0}']);
      });

    it('asks nobody when there is none', async () => {
      const { files, asked } = outside(async () => new Response('hello'));

      assert.equal(await problemOf(files, null), 'not-there');
      assert.deepEqual(asked, []);
    });

    it('refuses every place but one in the sandbox, and that one outside of it', async () => {
      const of = (sandbox: FilesOptions['sandbox'], url: string) =>
        problemOf(openFiles({ sandbox, report: () => undefined, ask: async () => new Response('hello') }), url);
      const sandbox = { files: 'http://127.0.0.1:5012' };

      assert.equal(await of(sandbox, 'http://127.0.0.1:5012/files/x'), 'none');
      for (const url of [
        GOOD,
        'http://127.0.0.1:5013/files/x',
        'https://127.0.0.1:5012/files/x',
        'http://localhost:5012/files/x',
        'http://x@127.0.0.1:5012/files/x',
        'http://127.0.0.1:5012.evil.example/',
      ])
        assert.equal(await of(sandbox, url), 'host-not-allowed', url);
      assert.equal(await of({ files: null }, 'http://127.0.0.1:5012/files/x'), 'host-not-allowed');
      assert.equal(await of(null, 'http://127.0.0.1:5012/files/x'), 'host-not-allowed');
    });
  });

  describe('for an answer', () => {
    for (const status of [204, 206, 301, 302, 303, 307, 308, 401, 403, 404, 410, 429, 500, 503])
      it(`takes ${status} for a file that is not there, and knows it at once`, async () => {
        const body = status === 204 ? null : 'a page, not a file';
        const headers = status > 300 && status < 309 ? { location: 'https://evil.example/' } : {};
        const { files, asked, log } = outside(async () => new Response(body, { status, headers }));

        const file = await files.offer({ name: 'a.zip', url: GOOD, type: 'zip' });

        assert.equal(file.failed, true);
        await assert.rejects(
          file.fetch(),
          (error: unknown) => error instanceof FileProblem && error.code === 'not-there',
        );
        assert.equal(asked.length, 1);
        assert.deepEqual(log, [`a file could not be fetched {"code":"not-there","status":${status}}`]);
      });

    it('writes no address to a log or an error, whatever goes wrong', async () => {
      const failures = [
        () => Promise.reject(new TypeError(`fetch failed: ${GOOD}`, { cause: new Error(GOOD) })),
        async () => new Response(GOOD, { status: 403 }),
        async () => new Response(null, { status: 302, headers: { location: GOOD } }),
      ];
      for (const failure of failures) {
        const { files, log } = outside(failure);
        const file = await files.offer({ name: 'Year 6.zip', url: GOOD, type: 'zip' });
        const error = await file.fetch().catch((caught: unknown) => caught);

        assert.ok(error instanceof FileProblem);
        assert.equal(error.cause, undefined);
        assert.doesNotMatch(`${error.message} ${error.stack ?? ''} ${log.join()}`, /SECRET|sharepoint|Year 6/);
      }
    });

    it('does not take a fault of its own for a file that is not there', async () => {
      const { files } = outside(() => Promise.reject(new RangeError('ours')));
      const file = await files.offer({ name: 'a.zip', url: GOOD, type: 'zip' });

      await assert.rejects(file.fetch(), RangeError);
    });
  });

  describe('over the network', () => {
    let server: Server;
    let origin: string;
    let answer: (request: IncomingMessage, response: ServerResponse) => void;
    /** Whether the other side saw the connection end. */
    let closed: Promise<unknown>;
    let asked = 0;
    const files = (options: Partial<FilesOptions> = {}) =>
      openFiles({ sandbox: { files: origin }, report: () => undefined, ...options });
    const attached = () => ({ name: 'a.txt', url: `${origin}/a`, type: 'txt' });

    before(async () => {
      server = createServer((request, response) => {
        asked += 1;
        closed = once(response, 'close');
        answer(request, response);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });
    beforeEach(() => (asked = 0));

    it('brings the bytes, asked for once, and says beforehand how many', async () => {
      const bytes = Buffer.alloc(3_000_000, 'abc\n');
      let seen: IncomingMessage['headers'] = {};
      answer = ({ headers }, response) => {
        seen = headers;
        response.writeHead(200, { 'content-length': bytes.length });
        response.end(bytes);
      };

      const file = await files().offer(attached());

      assert.deepEqual([file.bytes, file.failed, file.name], [bytes.length, false, 'a.txt']);
      assert.ok(bytes.equals(await file.fetch()));
      assert.equal(asked, 1);
      assert.deepEqual([seen.authorization, seen.cookie, seen['accept-encoding']], [undefined, undefined, 'identity']);
    });

    it('does not know how large a file is that comes in pieces', async () => {
      answer = (_, response) => {
        response.write('hel');
        response.end('lo');
      };
      const file = await files().offer(attached());

      assert.deepEqual([file.bytes, file.failed], [null, false]);
      assert.equal(Buffer.from(await file.fetch()).toString(), 'hello');
    });

    it('refuses a file that says it is too large, and reads none of it', async () => {
      answer = (_, response) => {
        response.writeHead(200, { 'content-length': LARGEST_FILE + 1 });
        response.write('x');
      };
      const file = await files().offer(attached());

      assert.equal(file.bytes, LARGEST_FILE + 1);
      await assert.rejects(file.fetch(), { code: 'too-large' });
      await closed;
    });

    it('takes a file of exactly as much as it may have', async () => {
      const bytes = Buffer.alloc(LARGEST_FILE);
      answer = (_, response) => response.end(bytes);

      const file = await files().offer(attached());

      assert.equal((await file.fetch()).byteLength, LARGEST_FILE);
    });

    it('stops at the limit when the file does not say how large it is', async () => {
      const piece = Buffer.alloc(1024 * 1024);
      let sent = 0;
      answer = (_, response) => {
        const more = () => {
          while (!response.destroyed && sent < 3 * LARGEST_FILE) {
            sent += piece.length;
            if (!response.write(piece)) return void response.once('drain', more);
          }
        };
        more();
      };
      const file = await files().offer(attached());

      await assert.rejects(file.fetch(), { code: 'too-large' });
      await closed;
      assert.ok(sent < 2 * LARGEST_FILE, `${sent} bytes were sent`);
    });

    it('stops at the limit when the file is compressed on the way and grows', async () => {
      const bomb = gzipSync(Buffer.alloc(2 * LARGEST_FILE));
      answer = (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length });
        response.end(bomb);
      };
      const file = await files().offer(attached());

      assert.equal(file.bytes, null);
      await assert.rejects(file.fetch(), { code: 'too-large' });
    });

    it('refuses a file that has less in it than it says', async () => {
      answer = (_, response) => {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write('hello', () => response.destroy());
      };
      const file = await files().offer(attached());

      await assert.rejects(file.fetch(), { code: 'not-there' });
    });

    it('takes no more of a file than it says', async () => {
      answer = (_, response) => {
        // Node itself would not let a server say less than it sends.
        response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello and more');
      };
      const file = await files().offer(attached());

      assert.equal(Buffer.from(await file.fetch()).toString(), 'hello');
    });

    it('does not follow to anywhere', async () => {
      answer = (_, response) => response.writeHead(302, { location: `${origin}/b` }).end();
      const file = await files().offer(attached());

      await assert.rejects(file.fetch(), { code: 'not-there' });
      assert.equal(asked, 1);
    });

    it('says that nobody is there', async () => {
      const file = await openFiles({ sandbox: { files: 'http://127.0.0.1:9' }, report: () => undefined }).offer({
        ...attached(),
        url: 'http://127.0.0.1:9/a',
      });

      assert.equal(file.failed, true);
      await assert.rejects(file.fetch(), { code: 'not-there' });
    });

    it('gives up on a body that does not end', async () => {
      answer = (_, response) => void response.write('hello');
      const file = await files({ patienceMs: 80 }).offer(attached());

      await assert.rejects(file.fetch(), { code: 'slow' });
      await closed;
    });

    it('gives up on an answer that does not come, and lets the turn go on before', async () => {
      answer = () => undefined;
      const file = await files({ patienceMs: 120, firstMs: 20 }).offer(attached());

      assert.deepEqual([file.bytes, file.failed], [null, false]);
      await assert.rejects(file.fetch(), { code: 'slow' });
      await closed;
    });

    it('waits on for an answer that is late', async () => {
      let send = () => undefined as void;
      answer = (_, response) => (send = () => void response.end('hello'));
      const file = await files({ firstMs: 20 }).offer(attached());
      send();

      assert.equal(Buffer.from(await file.fetch()).toString(), 'hello');
    });

    it('lets go of a file that nobody fetches', async () => {
      answer = (_, response) => void response.write('hello');
      const file = await files().offer(attached());

      file.end();

      await closed;
    });

    it('lets go of everything when it is stopped, and asks nobody after that', async () => {
      answer = (_, response) => void response.write('hello');
      const all = files();
      const file = await all.offer(attached());
      const fetched = file.fetch();

      all.stop();

      await assert.rejects(fetched, { code: 'not-there' });
      await closed;
      const late = await all.offer(attached());
      assert.equal(late.failed, true);
      await assert.rejects(late.fetch(), { code: 'not-there' });
      assert.equal(asked, 1);
    });
  });
});
