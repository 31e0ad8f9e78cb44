import { runMigrations } from 'bullmq';
import pg from 'pg';

export const QUEUE_SCHEMA = 'bullmq';

/**
 * Brings the queue's own tables up to date, as the app's role. That role may use the schema, which is there, and may not
 * make schemas: PostgreSQL refuses it `create schema if not exists` even then, so that one statement is left out.
 */
export async function prepareQueueSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'jalon worker queue schema' });
  await client.connect();
  try {
    const session = {
      query: <R>(text: string, values?: unknown[]): Promise<R> =>
        (text.startsWith('CREATE SCHEMA') ? Promise.resolve({ rows: [] }) : client.query(text, values)) as Promise<R>,
    };
    await runMigrations(session, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
