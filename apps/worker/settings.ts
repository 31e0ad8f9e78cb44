import type { z } from 'zod';
import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import { programSettings, WorkerSettingsSchema } from '#programs/program-settings.js';
import type { Environment } from '#settings/settings.js';
import { traceFields } from '#tracing/tracing.js';

export type WorkerSettings = z.infer<typeof WorkerSettingsSchema>;

/** Injection token: `@Inject(SETTINGS) settings: WorkerSettings`. */
export const SETTINGS = Symbol('worker settings');

/** @throws BadSettings */
export const workerSettings = (env: Environment): WorkerSettings => programSettings(WorkerSettingsSchema, env);

/** Log of the worker: one JSON object per line on standard output. */
export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** Injection token: `@Inject(LOG) log: Log`. */
export const LOG = Symbol('log');

export const openLog = (level: string): Log => pino({ level, mixin: traceFields });

/** Passes warnings and errors of Nest to the log, without its startup messages. */
export const nestLog = (log: Log): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => {
    log.warn({}, String(message));
  },
  error: (message: unknown, ...rest: unknown[]) => {
    const stack = rest.find((part) => typeof part === 'string');
    log.error(message instanceof Error ? { err: message } : { stack }, String(message));
  },
});

/** Limits repeated log messages, such as connection errors, to one per interval. */
export class FirstOfItsKind {
  readonly #saidAt = new Map<string, number>();

  constructor(private readonly quietMs: number) {}

  /** Whether the message was not logged within the interval. Marks it as logged. */
  isNews(words: string): boolean {
    const now = performance.now();
    const saidAt = this.#saidAt.get(words);
    if (saidAt !== undefined && now - saidAt < this.quietMs) return false;
    if (this.#saidAt.size > 100) this.#saidAt.clear();
    this.#saidAt.set(words, now);
    return true;
  }
}
