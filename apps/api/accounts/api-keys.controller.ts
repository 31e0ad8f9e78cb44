import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiKeys } from '#access/api-keys.js';
import { scopes, ScopeSchema, actorOf, keyReference, type Principal } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { Name } from '#domain/text/text.js';
import { FEED_KINDS, feedsOf, revokeFeedsOf } from '#feeds/feeds.js';
import { endSubscriptionsOf, subscriptionsOf } from '#subscriptions/sending/subscription-states.js';
import { SubscriptionView } from '#subscriptions/subscription.js';
import { Caller } from '../auth/caller.js';
import { assertHolds } from '../auth/auth.guard.js';
import { NameInPath, yesOrNo } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

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
    etag: 'content',
    position: false,
    answers: z.strictObject({ items: z.array(KeyAnswer) }).meta({ id: 'ApiKeys' }),
    example: { items: [keyExample] },
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
    @Param('id', { schema: NameInPath }) id: string,
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
