import { Module } from '@nestjs/common';
import { ApiKeys } from './api-keys.js';

/** Needs a global provider of `LedgerDatabase`. */
@Module({ providers: [ApiKeys], exports: [ApiKeys] })
export class AccessModule {}
