import { ApiKeys } from '#access/api-keys.js';
import { openDatabase } from '#database/connection.js';

/** Acts on the API keys of a database, and lets go of it. */
export async function withKeys<T>(url: string, act: (keys: ApiKeys) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon keys' });
  try {
    return await act(new ApiKeys(db));
  } finally {
    await db.destroy();
  }
}
