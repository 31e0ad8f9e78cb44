import { sql } from 'kysely';

/**
 * True, and the transaction does not wait for the disk when it commits: for what is done again in the same way when
 * PostgreSQL itself crashes and forgets it. What an attempt came to is not like that: its commit waits, and takes all
 * that went before it to the disk as well.
 */
export const unhurried = sql<boolean>`(select set_config('synchronous_commit', 'off', true)) = 'off'`;
