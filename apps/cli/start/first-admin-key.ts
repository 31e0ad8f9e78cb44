import { withKeys } from '../with-keys.js';

/**
 * Sees to it that somebody can administer: the given key works, and without one a first is made if no live key has the
 * scope.
 *
 * @returns the key, when it was made now. It is kept nowhere: whoever misses it makes another with `jalon keys create`.
 */
export const firstAdminKey = (url: string, given: string | undefined): Promise<string | undefined> =>
  withKeys(url, async (keys) => {
    if (given) {
      await keys.ensureAdmin(given);
      return undefined;
    }
    const present = await keys.list();
    if (present.some((key) => key.scopes.includes('admin') && key.revokedAt === null)) return undefined;
    return (await keys.create({ name: 'first admin', scopes: ['admin'] })).key;
  });
