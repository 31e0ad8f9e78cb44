import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody } from '../problem/problem-of.js';

/** Answers what Node.js cannot even parse as HTTP, such as a NUL in a header, before any route is looked for. */
export const answerUnreadable =
  (publicUrl: string) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const body = problemBody({ code: 'malformed-request' }, 'en', publicUrl);
    const json = JSON.stringify(body);
    const head = [
      `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(json)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${json}`);
  };
