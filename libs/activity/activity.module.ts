import { Global, Module } from '@nestjs/common';
import { Activities } from './activities.js';

/** Provides `Activities` to every module. Needs the ledger's module. */
@Global()
@Module({ providers: [Activities], exports: [Activities] })
export class ActivityModule {}
