import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.js';
import { Sessions } from './sessions.js';

/** Needs a global provider of `LedgerDatabase`. */
@Module({ providers: [ApiKeys, Sessions], exports: [ApiKeys, Sessions] })
export class AccessModule {}
