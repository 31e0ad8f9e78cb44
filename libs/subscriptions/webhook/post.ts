import { request, type Dispatcher } from 'undici';

const TOTAL_MS = 15_000;
const LONGEST_ANSWER = 64 * 1024;

export interface Answer {
  code: number;
  retryAfter: string | undefined;
  /** The first 64 KiB; what comes after is not read. */
  body: string;
}

/**
 * One POST, at most 15 s from the first packet to the last byte read. Redirects are answers like any other.
 *
 * @throws when there is no answer: no address, no connection, no trust, no time
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  dispatcher: Dispatcher,
): Promise<Answer> {
  const answer = await request(url, {
    method: 'POST',
    headers,
    body,
    dispatcher,
    signal: AbortSignal.timeout(TOTAL_MS),
  });
  const retryAfter = answer.headers['retry-after'];
  return {
    code: answer.statusCode,
    retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
    body: await beginningOf(answer.body),
  };
}

async function beginningOf(stream: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LONGEST_ANSWER) break; // leaving the loop destroys the stream, and the connection with it
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8');
}
