import type { z } from 'zod';
import { ApiSettingsSchema } from '#programs/api-settings.js';
import { programSettings } from '#programs/program-settings.js';
import type { Environment } from '#settings/settings.js';

export type ApiSettings = z.infer<typeof ApiSettingsSchema>;

/** Injection token: `@Inject(SETTINGS) settings: ApiSettings`. */
export const SETTINGS = Symbol('api settings');

/** @throws BadSettings */
export const apiSettings = (env: Environment): ApiSettings => programSettings(ApiSettingsSchema, env);
