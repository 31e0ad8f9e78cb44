import type { z } from 'zod';
import { programSettings, WorkerSettingsSchema } from '#programs/program-settings.js';
import type { Environment } from '#settings/settings.js';

export type WorkerSettings = z.infer<typeof WorkerSettingsSchema>;

/** Injection token: `@Inject(SETTINGS) settings: WorkerSettings`. */
export const SETTINGS = Symbol('worker settings');

/** @throws BadSettings */
export const workerSettings = (env: Environment): WorkerSettings => programSettings(WorkerSettingsSchema, env);
