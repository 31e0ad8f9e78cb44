import { jest } from '@jest/globals';
import pg from 'pg';

/** What the api asks of PostgreSQL meanwhile; others follow the ledger beside it. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const askedBy = spy.mock.contexts as unknown as { connectionParameters: { application_name: string } }[];
    return askedBy.filter(({ connectionParameters: { application_name } }) => application_name === 'jalon api').length;
  } finally {
    spy.mockRestore();
  }
}
