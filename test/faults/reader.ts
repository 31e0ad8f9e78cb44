import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { frameIn } from '#test/event-stream.js';
import { receiveTask } from './processes.js';

/**
 * A process of several readers of the event stream, and one that turns the pages of `/v1/events`. Each keeps the last
 * position that it was sent, and goes on from there at another api when its connection ends or is quiet.
 */
export interface ReaderTask {
  apis: string[];
  key: string;
  after: number;
  readers: number;
  /** With a line for each event: the position and the id. */
  fileOf: string;
}

const QUIET_MS = 3_000;
const PAUSE_MS = 200;
const PAGE = 200;

let head = Infinity;
const task = (await receiveTask((message) => (head = message['head'] ?? head))) as ReaderTask;
const headers = { authorization: `Bearer ${task.key}` };
let connections = 0;

async function follow(nth: number): Promise<void> {
  const file = createWriteStream(`${task.fileOf}-stream-${nth}`);
  let [last, attempt] = [task.after, nth];
  while (last < head) {
    const api = task.apis[(attempt += 1) % task.apis.length]!;
    const query = last === task.after ? `?after=${last}` : '';
    last = await connection(`${api}/v1/events/stream${query}`, last, file).catch(() => last);
    await sleep(PAUSE_MS);
  }
  await closed(file);
}

/** @returns the last position, once the connection has ended */
async function connection(url: string, from: number, file: WriteStream): Promise<number> {
  let last = from;
  const resuming = from === task.after ? headers : { ...headers, 'last-event-id': String(from) };
  const request = get(url, { headers: resuming, agent: false }).setTimeout(QUIET_MS, () => request.destroy());
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  connections += 1;
  request.on('error', () => undefined); // the response ends, too
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const { id, event, data } = frameIn(block);
      if (id === undefined) continue;
      last = id;
      if (event === 'change') file.write(`${id} ${(data as { id: string }).id}\n`);
      if (event === 'reset') file.write(`${id} reset\n`);
    }
    if (last >= head) request.destroy();
  });
  await new Promise((resolve) => response.on('error', () => undefined).once('close', resolve));
  return last;
}

async function turnPages(): Promise<void> {
  const file = createWriteStream(`${task.fileOf}-pages`);
  let last = task.after;
  for (let attempt = 0; last < head; attempt += 1) {
    const api = task.apis[attempt % task.apis.length]!;
    const url = `${api}/v1/events?after=${last}&limit=${PAGE}`;
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(QUIET_MS) })
      .then(async (page) =>
        page.ok ? ((await page.json()) as { items: { position: number; id: string }[] }) : undefined,
      )
      .catch(() => undefined);
    for (const { position, id } of answer?.items ?? []) {
      file.write(`${position} ${id}\n`);
      last = position;
    }
    if ((answer?.items.length ?? 0) < PAGE) await sleep(PAUSE_MS);
  }
  await closed(file);
}

const closed = (file: WriteStream): Promise<void> => new Promise((resolve) => file.end(resolve));

const report = setInterval(() => process.send?.({ connections }), PAUSE_MS);
await Promise.all([...Array.from({ length: task.readers }, (_, nth) => follow(nth + 1)), turnPages()]);
clearInterval(report);
await new Promise((resolve) => process.send?.({ connections }, resolve));
process.exit(0);
