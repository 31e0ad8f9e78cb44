import { describe, expect, it } from '@jest/globals';
import { openLog } from './log.js';
import { type Handler, Queues } from './queues.js';
import type { QueueBackend } from './queue-backend.js';

const unreachable: QueueBackend = {
  queue: (name) => {
    throw new Error(`the queue ${name} was opened`);
  },
  worker: (name) => {
    throw new Error(`a worker of ${name} was opened`);
  },
  end: () => undefined,
};

describe('the queues', () => {
  it('do not start when one has no handler, and open nothing before they know', () => {
    const delivering: Handler = { queue: 'delivery', handle: () => Promise.resolve(undefined) };
    const queues = new Queues(unreachable, [delivering], openLog('silent'));
    expect(() => {
      queues.start();
    }).toThrow('the queue reminder has no handler');
  });
});
