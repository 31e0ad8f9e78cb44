import { Clock } from '#database/clock.js';
import { BadSettings, type Environment } from '#settings/read-settings.js';

/** One offset for the ledger, the api and the worker, so that a child that is restarted does not jump back. */
export function clockOffset(env: Environment): number {
  try {
    return Clock.fromEnvironment({ ...env }).offsetMs;
  } catch (error) {
    throw new BadSettings([(error as Error).message]);
  }
}
