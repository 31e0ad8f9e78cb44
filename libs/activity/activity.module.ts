import { Global, Module } from '@nestjs/common';
import { Activities } from './activities.js';
import { ListActivityHandler } from './list-activity.js';

/** Provides `Activities` to every module. Needs the ledger's module. */
@Global()
@Module({ providers: [Activities, ListActivityHandler], exports: [Activities] })
export class ActivityModule {}
