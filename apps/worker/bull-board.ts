import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import { fastify, type FastifyInstance } from 'fastify';

/** bull-board in read-only mode. Does not listen; the caller authorises requests and passes them to `routing`. */
export async function boardOf(queues: readonly Queue[]): Promise<FastifyInstance> {
  const adapter = new FastifyAdapter();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Jalon queues' } },
  });
  const app = fastify();
  await app.register(adapter.registerPlugin());
  await app.ready();
  return app;
}
