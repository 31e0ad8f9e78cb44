import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { nestLog } from './log/nest-log.js';
import { WorkerModule, type WorkerOptions } from './worker.module.js';

/** Starts a worker in this process; `close()` ends it, within half a minute while something is being sent. */
export const startWorker = (options: WorkerOptions): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(WorkerModule.with(options), {
    logger: nestLog(options.log),
    abortOnError: false,
  });
