import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ADMIN_KEY, startApi } from '#test/api.js';
import { consoleOf } from '#test/console.js';
import { startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi({}, undefined, { idleMs: 500, totalMs: 2_000 }));

/** Sends a request until its pieces are through or the server closes the connection. @returns the response, and what was sent */
async function send(path: string, headers: readonly string[], pieces: AsyncIterable<string>) {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  let sent = 0;
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  socket.on('data', (data) => (received += data.toString())).on('error', () => undefined);
  await once(socket, 'connect');
  socket.write([`POST ${path} HTTP/1.1`, 'Host: jalon', ...headers, '', ''].join('\r\n'));
  for await (const piece of pieces) {
    if (socket.destroyed) break;
    sent += piece.length;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  }
  await closed;
  return { status: Number(received.slice(9, 12)), sent };
}

const key = `Authorization: Bearer ${ADMIN_KEY}`;
const json = ['Content-Type: application/json', 'Content-Length: 1000'];

async function* silent(): AsyncGenerator<string> {
  yield await Promise.resolve('{"name": ');
}

async function* dripping(): AsyncGenerator<string> {
  for (let sent = 0; sent < 900; sent += 1) {
    yield ' ';
    await sleep(50);
  }
}

async function* endless(): AsyncGenerator<string> {
  yield '5\r\n--x\r\n\r\n';
  for (let sent = 0; sent < 2_000; sent += 1) yield await Promise.resolve(`186a0\r\n${'a'.repeat(100_000)}\r\n`);
}

describe('a request body', () => {
  it('ends the connection when its sender falls silent', async () => {
    expect(await send('/v1/providers', [...json, key], silent())).toMatchObject({ status: 408 });
  });

  it('ends the connection when it arrives byte by byte for too long', async () => {
    const { status, sent } = await send('/v1/providers', [...json, key], dripping());
    expect([status, sent < 900]).toEqual([408, true]);
  });

  it('ends the connection although its request has been rejected, when it goes on', async () => {
    const { status, sent } = await send('/v1/providers', json, dripping());
    expect([status, sent < 900]).toEqual([401, true]);
  });

  it('is cut when a form with a file exceeds its limit', async () => {
    const officer = consoleOf(server);
    await officer.signIn();
    const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = [
      `Cookie: ${cookie}`,
      'Content-Type: multipart/form-data; boundary=x',
      'Transfer-Encoding: chunked',
    ];
    const { sent } = await send('/import', headers, endless());
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });
});
