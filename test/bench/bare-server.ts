import fastify from 'fastify';
import { openDatabase } from '#database/connection.js';
import type { Sample } from './appending.js';
import { BareTable } from './bare-table.js';

/** A process with one route that inserts a row, and routes that return what they were told. */
interface Order {
  /** Of the owner of the database. */
  url: string;
  /** By path. */
  answers: Record<string, unknown>;
}

process.on('message', (message) => void serve(message as Order));
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });

async function serve({ url, answers }: Order): Promise<void> {
  const table = await BareTable.create(openDatabase({ url, applicationName: 'bare server' }));
  const server = fastify();
  server.post<{ Body: Sample }>('/events', async ({ body: { data, source } }, reply) => {
    await table.insertOne(data, source);
    return reply.status(201).send(answers['/events']);
  });
  for (const [path, answer] of Object.entries(answers)) server.get(path, () => Promise.resolve(answer));
  process.send?.({ url: await server.listen({ port: 0, host: '127.0.0.1' }) });
}
