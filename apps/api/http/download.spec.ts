import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { download } from './download.js';

describe('a file that is downloaded', () => {
  /** The pieces that were made for a request, and whether their maker was let go. */
  const asked = async (method: 'GET' | 'HEAD') => {
    const made: number[] = [];
    let ended = false;
    async function* pieces() {
      try {
        for (let piece = 1; piece <= 50; piece += 1) {
          made.push(piece);
          yield await Promise.resolve(`${piece}\n`);
        }
      } finally {
        ended = true;
      }
    }
    const server = fastify();
    server.get('/', async (_, reply) =>
      (await download(reply, { name: 'a.txt', type: 'text/plain', position: 7 }, pieces())).getStream(),
    );
    try {
      const answer = await fetch(await server.listen({ host: '127.0.0.1', port: 0 }), { method });
      const { status, headers } = answer;
      const body = await answer.text();
      return { made: made.length, ended, body, status, position: headers.get('jalon-position') };
    } finally {
      await server.close();
    }
  };

  it('is made whole for who gets it, and not for who only asks about it', async () => {
    const whole = Array.from({ length: 50 }, (_, index) => `${index + 1}\n`).join('');
    const same = { status: 200, position: '7', ended: true };
    expect(await asked('GET')).toEqual({ ...same, made: 50, body: whole });
    expect(await asked('HEAD')).toEqual({ ...same, made: 1, body: '' });
  });
});
