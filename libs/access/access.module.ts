import { Module } from '@nestjs/common';
import { ActorNames } from './actor-names.js';
import { ApiKeys } from './api-keys.js';
import { Sessions } from './sessions.js';

/** Needs a global provider of `LedgerDatabase`. */
@Module({ providers: [ActorNames, ApiKeys, Sessions], exports: [ActorNames, ApiKeys, Sessions] })
export class AccessModule {}
