import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { until } from '#test/until.js';

/** What an event stream has sent, block by block. A comment has nothing. */
export interface Frame {
  id?: number;
  /** Of the ledger, if it is a later one. */
  epoch?: number;
  event?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs look into it and say what must be there
  data?: any;
  retry?: number;
}

/** A client that keeps all it is sent, and takes nothing while it is paused. */
export interface StreamClient {
  status: number;
  headers: IncomingMessage['headers'];
  /** Whole ones so far. */
  frames: Frame[];
  changes(): Frame[];
  /** Waits until it has been sent what passes. */
  sent(passes: (frame: Frame) => boolean): Promise<Frame>;
  pause(): void;
  resume(): void;
  close(): void;
  /** How the connection ended. */
  over: Promise<'ended' | 'cut'>;
  isOver(): boolean;
}

/** Speaks HTTP by hand: a browser's EventSource shows neither comments nor what it was refused. */
export async function openStream(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
  const request = get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const frames: Frame[] = [];
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    frames.push(...blocks.map(frameIn));
  });
  response.on('error', () => undefined);
  const over = new Promise<'ended' | 'cut'>((resolve) => {
    response.once('close', () => {
      resolve(response.complete ? 'ended' : 'cut');
    });
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    frames,
    changes: () => frames.filter(({ event }) => event === 'change'),
    sent: async (passes) => {
      await until(() => frames.some(passes));
      return frames.find(passes) ?? {};
    },
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => request.destroy(),
    over,
    isOver: () => response.closed,
  };
}

/** A block of an event stream: what precedes an empty line. */
export function frameIn(block: string): Frame {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [id, epoch] = field('id')?.split('-') ?? [];
  const [event, data, retry] = [field('event'), field('data'), field('retry')];
  return {
    ...(id !== undefined && { id: Number(id) }),
    ...(epoch !== undefined && { epoch: Number(epoch) }),
    ...(event !== undefined && { event }),
    ...(data !== undefined && { data: JSON.parse(data) as unknown }),
    ...(retry !== undefined && { retry: Number(retry) }),
  };
}
