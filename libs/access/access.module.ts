import { Module } from '@nestjs/common';
import { ActorNames } from './actor-names.js';
import { ApiKeys } from './api-keys.js';
import { People } from './people.js';
import { Sessions } from './sessions.js';

/** Needs a global provider of `LedgerDatabase`. */
@Module({ providers: [ActorNames, ApiKeys, People, Sessions], exports: [ActorNames, ApiKeys, People, Sessions] })
export class AccessModule {}
