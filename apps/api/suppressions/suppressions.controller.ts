import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { Activities } from '#activity/activities.js';
import { LONGEST_ADDRESS } from '#delivery/mail/email-address.js';
import { LiftSuppression, ListSuppressions, type Suppression } from '#delivery/suppressions.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { text } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { listAnswer } from '../http/answer.js';
import { suppressionLifted } from '../activity/suppression-lifted.js';
import { Caller } from '../auth/needs.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

const SuppressionAnswer = z
  .object({
    address: z.string().describe('Lower case.'),
    reason: z
      .enum(['hard-bounce', 'soft-bounces'])
      .describe('`hard-bounce`: the mailbox does not exist; `soft-bounces`: the last five mails to it bounced.'),
    detail: z.string().describe('Response of the mail server.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });

const suppressionExample: z.input<typeof SuppressionAnswer> = {
  address: 'officer@example.org',
  reason: 'hard-bounce',
  detail: 'officer@example.org: 5.1.1 550 5.1.1 no such user',
  at: '2026-11-25T08:10:01.000Z',
};

const suppressionAnswerOf = ({ at, ...suppression }: Suppression) => ({ ...suppression, at: at.toISOString() });

const SuppressionsQuery = z.strictObject(page('instant', 'string'));

@ApiTags('mail')
@Controller('v1/admin/suppressions')
export class SuppressionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly activities: Activities,
  ) {}

  @Get()
  @Route({
    summary: 'List suppressed addresses, newest first',
    description: 'Addresses to which no email is sent, because earlier emails came back.',
    needs: 'admin',
    etag: 'content',
    answers: z.strictObject({ items: z.array(SuppressionAnswer) }).meta({ id: 'Suppressions' }),
    example: { items: [suppressionExample] },
  })
  async listSuppressions(@Query({ schema: SuppressionsQuery }) { limit, cursor }: z.output<typeof SuppressionsQuery>) {
    const [at, address] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), address: String(address) } };
    const found = await this.queries.execute(new ListSuppressions({ limit: limit + 1, ...before }));
    const items = pageOf(found, limit, (one) => [one.at.toISOString(), one.address], suppressionAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Delete(':address')
  @HttpCode(204)
  @Route({
    summary: 'Lift the suppression of an address',
    description:
      'Once the address accepts mail again. Its subscriptions stay disabled; enabling one sends its held deliveries.',
    needs: 'admin',
    status: 204,
    problems: ['not-found'],
  })
  async deleteSuppression(
    @Caller() caller: Principal,
    @Param('address', { schema: text(LONGEST_ADDRESS) }) address: string,
  ): Promise<void> {
    await this.commands.execute(new LiftSuppression(address));
    await this.activities.note(suppressionLifted(caller, address));
  }
}
