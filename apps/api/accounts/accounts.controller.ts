import { Body, Controller, Delete, Get, Post, Query, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ACCOUNT_STATES, Accounts } from '#access/accounts.js';
import { Activities } from '#access/activities.js';
import { ApiKeys } from '#access/api-keys.js';
import { scopes, ScopeSchema, actorOf, keyReference, type Principal, RoleSchema } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { Name } from '#domain/text/text.js';
import { FEED_KINDS, feedsOf, revokeFeedsOf } from '#feeds/feeds.js';
import { LanguageSchema } from '#language/language.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { endSubscriptionsOf, subscriptionsOf } from '#subscriptions/sending/subscription-states.js';
import { SubscriptionView } from '#subscriptions/subscription.js';
import { assertHolds } from '../auth/auth.guard.js';
import { Caller, Id, Named } from '../auth/caller.js';
import { yesOrNo } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { AccountChanges } from './account-changes.js';

const Role = RoleSchema.describe('Each role includes those before it: reader, officer, approver, admin.');
const language = LanguageSchema.default('en').describe('Of the mail.');

const InviteAccount = z.strictObject({ name: Name, email: EmailAddressSchema, role: Role, language }).meta({
  id: 'InviteAccount',
  examples: [{ name: 'Anne Martin', email: 'anne.martin@example.org', role: 'officer', language: 'fr' }],
});

const ChangeAccount = z
  .strictObject({
    name: Name.optional(),
    role: Role.optional(),
    disabled: z.boolean().optional().describe('Ends the sessions; keys stop working until the account is enabled.'),
  })
  .meta({ id: 'ChangeAccount', examples: [{ role: 'approver' }] });

const InviteAgain = z.strictObject({ language }).meta({ id: 'InviteAccountAgain', examples: [{ language: 'fr' }] });

const AccountAnswer = z
  .object({
    id: z.uuid(),
    name: z.string().nullable().describe('`null` once erased.'),
    email: z.string().nullable().describe('`null` once erased.'),
    role: RoleSchema,
    state: z.enum(ACCOUNT_STATES).describe('`invited` until the first sign-in.'),
    createdAt: z.iso.datetime(),
    secondFactor: z.boolean().describe('Whether an authenticator app is set up.'),
    lastSeenAt: z.iso.datetime().nullable().describe('Last use of a console session that has not ended.'),
  })
  .meta({ id: 'Account' });

const LinkAnswer = z
  .object({
    url: z
      .url()
      .describe('Page on which the person chooses a password. Returned only once; the mail contains it, too.'),
    until: z.iso.datetime(),
  })
  .meta({ id: 'AccountLink' });

const example = {
  id: '6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
  name: 'Anne Martin',
  email: 'anne.martin@example.org',
  role: 'officer',
  state: 'invited',
  createdAt: '2026-11-25T08:00:00.000Z',
  secondFactor: false,
  lastSeenAt: null,
};
const linkExample = {
  url: 'https://jalon.example.org/password/2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e?token=kY3v0Q2xR7',
  until: '2026-12-02T08:00:00.000Z',
};

@ApiTags('accounts')
@Controller('v1/admin/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly changes: AccountChanges,
  ) {}

  @Post()
  @Route({
    summary: 'Invite a person',
    description:
      'Creates an account and sends a link, on which the person chooses a password and sets up an authenticator app. The link works once, for seven days.',
    needs: 'admin',
    status: 201,
    answers: z.strictObject({ account: AccountAnswer, link: LinkAnswer }).meta({ id: 'InvitedAccount' }),
    example: { account: example, link: linkExample },
    problems: ['invalid-body', 'already-exists'],
  })
  inviteAccount(@Caller() caller: Principal, @Body({ schema: InviteAccount }) body: z.output<typeof InviteAccount>) {
    return this.changes.invite(body, caller);
  }

  @Get()
  @Route({
    summary: 'List accounts, by name',
    description: 'People with access to the console, with their roles and whether they have a second factor.',
    needs: 'admin',
    lists: ['Accounts', AccountAnswer, example],
  })
  async listAccounts() {
    return { items: await this.accounts.list() };
  }

  @Get(':id')
  @Route({
    summary: 'Get an account',
    description: 'With its role and whether it has a second factor.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found'],
  })
  getAccount(@Id() id: string) {
    return this.accounts.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the name or role of an account, or disable it',
    description:
      'Another role, or disabling, ends the sessions of the person. The last admin who can sign in stays one.',
    needs: 'admin',
    answers: AccountAnswer,
    example: { ...example, role: 'approver', state: 'active', secondFactor: true },
    problems: ['invalid-body', 'not-found', 'account-unfit', 'last-admin'],
  })
  changeAccount(
    @Caller() caller: Principal,
    @Id() id: string,
    @Body({ schema: ChangeAccount }) body: z.output<typeof ChangeAccount>,
  ) {
    return this.changes.change(id, body, caller);
  }

  @Post(':id/invitation')
  @Route({
    summary: 'Send another invitation',
    description: 'The previous link no longer works.',
    needs: 'admin',
    status: 201,
    answers: LinkAnswer,
    example: linkExample,
    problems: ['invalid-body', 'not-found', 'account-unfit'],
  })
  inviteAccountAgain(
    @Caller() caller: Principal,
    @Id() id: string,
    @Body({ schema: InviteAgain }) body: z.output<typeof InviteAgain>,
  ) {
    return this.changes.inviteAgain(id, caller, body.language);
  }

  @Delete(':id/second-factor')
  @Route({
    summary: 'Reset the second factor',
    description: 'Ends the sessions of the person, who sets up an authenticator app again at the next sign-in.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found', 'account-unfit'],
  })
  async resetSecondFactor(@Caller() caller: Principal, @Id() id: string) {
    await this.changes.resetSecondFactor(id, caller);
    return this.accounts.get(id);
  }

  @Delete(':id/sessions')
  @Route({
    summary: 'End the console sessions of an account',
    description: 'The person has to sign in again. API keys stay valid.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found'],
  })
  async endSessions(@Caller() caller: Principal, @Id() id: string) {
    await this.changes.endSessions(id, caller);
    return this.accounts.get(id);
  }

  @Delete(':id')
  @Route({
    summary: 'Erase an account',
    description:
      'Removes name and address for good, ends the sessions, revokes the keys, and ends subscriptions, webhooks and private feeds. Events keep the id of the account, which names nobody. Idempotent.',
    needs: 'admin',
    answers: AccountAnswer,
    example: { ...example, name: null, email: null, state: 'erased' },
    problems: ['not-found', 'last-admin'],
  })
  async eraseAccount(@Caller() caller: Principal, @Id() id: string) {
    await this.changes.erase(id, caller);
    return this.accounts.get(id);
  }
}

const CreateKey = z
  .strictObject({
    name: Name,
    scopes: z.array(ScopeSchema).min(1).max(scopes.length).describe('At most those of the key that makes the request.'),
    program: z
      .boolean()
      .default(false)
      .describe(
        'Whether the key belongs to nobody, so that it stays valid when people leave. Otherwise it belongs to the account of the key that makes the request, if that has one.',
      ),
  })
  .meta({ id: 'CreateApiKey', examples: [{ name: 'the register watcher', scopes: ['record'] }] });

const KeyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z
      .array(ScopeSchema)
      .describe(
        'Each scope includes those before it: read, record, approve, admin. `bounces` allows reporting bounces only, `metrics` reading metrics; admin includes both.',
      ),
    account: z.uuid().nullable().describe('Whose key it is; `null`: nobody’s.'),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });

const NewKeyAnswer = KeyAnswer.extend({ key: z.string().describe('Returned only once.') }).meta({ id: 'NewApiKey' });

const keyExample = {
  id: '0f1e2d3c4b5a',
  name: 'the register watcher',
  scopes: ['record'],
  account: null,
  createdAt: '2026-11-25T08:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
};

const RevocationQuery = z.strictObject({
  end: yesOrNo('Ends the subscriptions, webhooks and private feeds that the key created.'),
});

const RevokedKeyAnswer = KeyAnswer.extend({
  ended: z.boolean().describe('Whether the subscriptions and feeds were ended; otherwise they are still active.'),
  subscriptions: z.array(
    SubscriptionView.pick({ id: true, channel: true, target: true }).extend({
      state: SubscriptionView.shape.state.describe('Before the revocation.'),
    }),
  ),
  feeds: z.array(z.object({ id: z.uuid(), kind: z.enum(FEED_KINDS), name: z.string() })),
}).meta({ id: 'RevokedApiKey' });

const revokedExample = {
  ...keyExample,
  revokedAt: '2026-11-26T08:00:00.000Z',
  ended: false,
  subscriptions: [
    {
      id: '9c0a5e1e-6f1a-4b0e-9a59-0d5b7f1f3c11',
      channel: 'webhook',
      target: 'https://hooks.example.org/jalon',
      state: 'active',
    },
  ],
  feeds: [{ id: '2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e', kind: 'calendar', name: 'SecNumCloud' }],
};

@ApiTags('api keys')
@Controller('v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly activities: Activities,
  ) {}

  @Post()
  @Route({
    summary: 'Create an API key',
    description:
      'A key of an account makes keys of that account. Without scope admin, people make their keys in the console. The key is returned only once; only its hash is stored.',
    needs: 'admin',
    position: false,
    status: 201,
    answers: NewKeyAnswer,
    example: { ...keyExample, key: 'jalon_0f1e2d3c4b5a_…' },
    problems: ['invalid-body'],
  })
  async createApiKey(@Caller() caller: Principal, @Body({ schema: CreateKey }) body: z.output<typeof CreateKey>) {
    const { name, scopes, program } = body;
    const created = await this.keys.create({ name, scopes, account: program ? undefined : caller.account });
    const about = keyReference(created);
    await this.activities.note({
      ...{ actor: actorOf(caller), act: 'key-created', about },
      details: { scopes: created.scopes },
    });
    return created;
  }

  @Get()
  @Route({
    summary: 'List API keys, including revoked ones',
    description: 'With scope admin all keys, otherwise those of the same account.',
    needs: 'read',
    position: false,
    lists: ['ApiKeys', KeyAnswer, keyExample],
  })
  async listApiKeys(@Caller() caller: Principal) {
    return { items: await this.keys.list(accountOf(caller)) };
  }

  @Delete(':id')
  @Route({
    summary: 'Revoke an API key',
    description:
      'Takes effect at once and ends its console sessions and event streams within seconds. The key remains listed, because events name it as their actor. Without scope admin, people revoke their keys in the console. Subscriptions, webhooks and private feeds that it created remain active and are returned; `end=true` ends them, also if the key was revoked earlier.',
    needs: 'admin',
    position: false,
    answers: RevokedKeyAnswer,
    example: revokedExample,
    problems: ['not-found'],
  })
  async revokeApiKey(
    @Caller() caller: Principal,
    @Named() id: string,
    @Query({ schema: RevocationQuery }) { end: ended = false }: z.output<typeof RevocationQuery>,
  ) {
    const key = await this.keys.revoke(id);
    const owner = keyReference(key);
    await this.activities.note({ actor: actorOf(caller), act: 'key-revoked', about: owner });
    const now = this.clock.now();
    const subscriptions = await (ended ? endSubscriptionsOf(this.db, owner, now) : subscriptionsOf(this.db, owner));
    const feeds = await (ended ? revokeFeedsOf(this.db, owner, now) : feedsOf(this.db, owner));
    return { ...key, ended, subscriptions, feeds };
  }
}

/** Whose keys the caller may see and revoke; `undefined`: all. @throws Rejection forbidden */
function accountOf(caller: Principal): string | undefined {
  if (caller.scopes.has('admin')) return undefined;
  if (caller.account === undefined) assertHolds(caller, 'admin');
  return caller.account;
}
