import { type DynamicModule, Module } from '@nestjs/common';
import { AccountLinks } from './account-links.js';
import { Accounts } from './accounts.js';
import { ActorNames } from './actor-names.js';
import { ApiKeys } from './api-keys.js';
import { Credentials } from './credentials.js';
import { Passwords } from './passwords.js';
import { People } from './people.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { SignInLimits } from './sign-in-limits.js';

/** Needs a global provider of `LedgerDatabase`. */
@Module({ providers: [ActorNames, ApiKeys, People, Sessions], exports: [ActorNames, ApiKeys, People, Sessions] })
export class AccessModule {}

const providers = [AccountLinks, Accounts, Credentials, SignIn, SignInLimits];

/** Signing in with accounts. */
@Module({ imports: [AccessModule] })
export class AccountsModule {
  /** @param subscriptions provides `Links` and `Secrets` */
  static with({ PASSWORD_COST }: { PASSWORD_COST: number }, subscriptions: DynamicModule): DynamicModule {
    const passwords = { provide: Passwords, useFactory: () => new Passwords(PASSWORD_COST) };
    return {
      module: AccountsModule,
      imports: [subscriptions],
      providers: [...providers, passwords],
      exports: [...providers, passwords],
    };
  }
}
