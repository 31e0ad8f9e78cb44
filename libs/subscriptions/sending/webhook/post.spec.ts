import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { until } from '#test/until.js';
import { post } from './webhook-sender.js';

const yes = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe('a POST', () => {
  let agent: Agent;
  let server: Server;
  /** What came, one text for each connection. */
  let came: string[];
  /** Says what follows each time that something came. */
  let answer: (socket: Socket, connection: number) => void;

  beforeEach(async () => {
    agent = new Agent();
    came = [];
    server = createServer((socket) => {
      const connection = came.push('') - 1;
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        came[connection] = `${came[connection] ?? ''}${chunk.toString()}`;
        answer(socket, connection);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await agent.destroy();
    server.close();
  });

  const send = (totalMs?: number) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?of=1`;
    return post({ url, headers: { 'x-said': 'é' }, body: '{"a":"é"}' }, agent, totalMs);
  };

  it('sends messages over the same connection', async () => {
    answer = (socket) => socket.write(yes);
    expect(await send()).toEqual({ code: 200, headers: { 'content-length': '2' }, body: 'ok' });
    await sleep(10);
    expect(await send()).toMatchObject({ code: 200 });
    expect(came).toHaveLength(1);
    expect(came[0]).toContain('POST /hook?of=1 HTTP/1.1\r\n');
    expect(came[0]).toContain('content-length: 10\r\n\r\n{"a":"é"}');
  });

  it('reads the response after early hints', async () => {
    answer = (socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${yes}`);
    expect(await send()).toEqual({ code: 200, headers: { 'content-length': '2' }, body: 'ok' });
  });

  it('reads 16 KiB of an answer without end, and ends the connection', async () => {
    let closed = false;
    answer = (socket) => {
      socket.once('close', () => (closed = true));
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      for (let chunk = 0; chunk < 40; chunk++) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`);
    };
    const { code, body } = await send();
    expect([code, body]).toEqual([200, 'x'.repeat(16 * 1024)]);
    await until(() => closed);
  });

  it.each([
    ['nothing', ''],
    ['the beginning of an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nab'],
  ])('gives up in time an endpoint that says %s, and ends the connection', async (_, said) => {
    let closed = false;
    answer = (socket) => {
      socket.once('close', () => (closed = true));
      socket.write(said);
    };
    await expect(send(100)).rejects.toMatchObject({ name: 'TimeoutError' });
    await until(() => closed);
    expect(came.join('').split('POST')).toHaveLength(2);
  });

  it.each([
    ['is cut off', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nab'],
    ['changes the protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ])('goes out once where the answer %s', async (_, said) => {
    answer = (socket) => socket.end(said);
    await expect(send()).rejects.toMatchObject({ name: 'SocketError' });
    expect(came.join('').split('POST')).toHaveLength(2);
  });

  it('is repeated at once if a reused connection is closed, but not if a new one is', async () => {
    answer = (socket, connection) => {
      if (connection === 0 && came[0]!.split('POST').length === 2) socket.write(yes);
      else if (connection === 1) socket.write(yes);
      else socket.destroy();
    };
    await send();
    await sleep(10);
    expect(await send()).toMatchObject({ code: 200, body: 'ok' });
    expect(came).toHaveLength(2);
    answer = (socket) => socket.destroy();
    await expect(send()).rejects.toMatchObject({ name: 'SocketError' });
    expect(came).toHaveLength(3);
  });
});
