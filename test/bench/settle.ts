import type { TestDatabase } from '#test/database.js';

/** What autovacuum does within minutes. */
export async function settle(database: TestDatabase): Promise<void> {
  const server = await database.superuser();
  await server.query('vacuum analyze');
  await server.query('checkpoint');
  await server.end();
}
