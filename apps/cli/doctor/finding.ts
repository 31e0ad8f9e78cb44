import { adviceOn } from '#database/advice.js';

/** The result of one check. */
export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  message: string;
  /** What to do about it. */
  remedy?: string;
}

export const ok = (message: string): Finding => ({ level: 'ok', message });
export const warn = (message: string, remedy: string): Finding => ({ level: 'warn', message, remedy });
export const fail = (message: string, remedy: string): Finding => ({ level: 'fail', message, remedy });

/** For a ledger that was changed behind Jalon's back. */
export const RESTORE = 'Stop writing and restore the database from a backup, or from a file of jalon export.';

/** The result of a check. One that cannot be made has failed. */
export async function attempted(find: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await find();
  } catch (error) {
    const advice = adviceOn(error);
    if (advice !== undefined) return fail('Not checked.', advice);
    return fail(
      `Not checked: ${error instanceof Error ? error.message : String(error)}.`,
      'See the log of the database.',
    );
  }
}
