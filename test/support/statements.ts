import { jest } from '@jest/globals';
import pg from 'pg';

/** What the api asks of PostgreSQL meanwhile, or how often by one prepared statement; others follow the ledger beside it. */
export async function statementsDuring(
  work: () => Promise<unknown>,
  prepared?: string,
  by = 'jalon api',
): Promise<number> {
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const askedBy = spy.mock.contexts as unknown as { connectionParameters: { application_name: string } }[];
    const names = (spy.mock.calls as unknown as [{ name?: string }][]).map(([statement]) => statement.name);
    return askedBy.filter(
      ({ connectionParameters: { application_name } }, nth) =>
        application_name === by && (prepared === undefined || names[nth] === prepared),
    ).length;
  } finally {
    spy.mockRestore();
  }
}
