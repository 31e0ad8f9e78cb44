import type { z } from 'zod';
import { ApiSettingsSchema, programSettings } from '#programs/program-settings.js';
import type { Environment } from '#settings/settings.js';

/** What no installation needs otherwise. */
export const LIMITS = {
  /** Without a byte of a request body. */
  idleMs: 30_000,
  /** For a whole request body, except ledger files. */
  totalMs: 300_000,
  /** Event streams open at once in this process. */
  streams: 1_000,
  /** Requests per minute from a network without a key. */
  publicReads: 3_000,
};

export type ApiSettings = z.infer<typeof ApiSettingsSchema> & { limits: typeof LIMITS };

/** Injection token: `@Inject(SETTINGS) settings: ApiSettings`. */
export const SETTINGS = Symbol('api settings');

/** @throws BadSettings */
export const apiSettings = (env: Environment): ApiSettings => ({
  ...programSettings(ApiSettingsSchema, env),
  limits: LIMITS,
});
