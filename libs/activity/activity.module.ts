import { Global, Module } from '@nestjs/common';
import { Activities } from './activities.js';
import { CountActivityHandler, ListActivityHandler } from './list-activity.js';

/** Provides `Activities` to every module. Needs the ledger's module. */
@Global()
@Module({ providers: [Activities, ListActivityHandler, CountActivityHandler], exports: [Activities] })
export class ActivityModule {}
