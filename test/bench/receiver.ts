import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A process that takes webhooks on so many ports, keeps to `webhook-id`, and says yes; what comes to `/never` it
 * leaves without an answer, and neither does it count what comes to `/uncounted`.
 */
interface Known {
  digest: string;
  firstMs: number;
  times: number;
  isTaken: boolean;
}

let known = new Map<string, Known>();
let requests = 0;
let open = 0;
let bytes = 0;
let otherBodies = 0;
let slowestMs = 0;

function take(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/never') {
    request.resume();
    return;
  }
  if (request.url === '/uncounted') {
    request.resume().once('end', () => response.writeHead(204).end());
    return;
  }
  const chunks: Buffer[] = [];
  open += 1;
  response.once('close', () => (open -= 1));
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const one = note(String(request.headers['webhook-id']), Buffer.concat(chunks));
    const answer = (): void => {
      if (response.destroyed) return;
      one.isTaken = true;
      response.writeHead(204).end();
    };
    if (slowestMs > 0) setTimeout(answer, slowestMs * Math.random());
    else answer();
  });
}

function note(id: string, body: Buffer): Known {
  requests += 1;
  bytes += body.length;
  const digest = hash('sha1', body);
  const before = known.get(id);
  if (!before) {
    const one = { digest, firstMs: performance.timeOrigin + performance.now(), times: 1, isTaken: false };
    known.set(id, one);
    return one;
  }
  before.times += 1;
  if (before.digest !== digest) otherBodies += 1;
  return before;
}

/** Messages a second, but for the first twentieth: what begins is slow. */
function pace(): number {
  const times = [...known.values()].map(({ firstMs }) => firstMs);
  const from = Math.floor(times.length / 20);
  const [first, last] = [times[from], times.at(-1)];
  return first !== undefined && last !== undefined ? ((times.length - 1 - from) / (last - first)) * 1000 : NaN;
}

const answers: Record<string, (value: number) => unknown> = {
  count: () => ({ messages: known.size, open }),
  report: () => ({
    requests,
    messages: known.size,
    taken: [...known.values()].filter(({ isTaken }) => isTaken).length,
    repeated: [...known.values()].filter(({ times }) => times > 1).length,
    otherBodies,
    meanBytes: bytes / requests,
    perSecond: pace(),
  }),
  arrivals: () => [...known].map(([id, { firstMs, isTaken }]) => [id, firstMs, isTaken]),
  forget: (slowest) => {
    known = new Map();
    [requests, bytes, otherBodies, slowestMs] = [0, 0, 0, slowest];
    return {};
  },
};

process.on('message', (message) => {
  const { ask, value } = message as { ask: string; value: number };
  process.send?.(answers[ask]?.(value));
});
process.once('disconnect', () => process.exit(0));

const ports = Number(process.argv[2]);
const listening = Array.from({ length: ports }, async () => {
  const server = createServer(take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
});
process.send?.({ ports: await Promise.all(listening) });
