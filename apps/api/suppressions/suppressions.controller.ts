import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { markIn, pageOf } from '#projections/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LiftSuppression, ListSuppressions } from '#delivery/suppressions.js';
import { listAnswer } from '../http/list-answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { AddressInPath } from './suppression-paths.js';
import { SuppressionAnswer, suppressionAnswerOf, suppressionExample } from './suppression-answer.js';

const SuppressionsQuery = z.strictObject(page('instant', 'string'));

@ApiTags('mail')
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'Addresses that nothing is sent to, since mail to them came back; newest first',
    needs: 'admin',
    answers: z.strictObject({ items: z.array(SuppressionAnswer) }).meta({ id: 'Suppressions' }),
    example: { items: [suppressionExample] },
  })
  async listSuppressions(@Query({ schema: SuppressionsQuery }) { limit, cursor }: z.output<typeof SuppressionsQuery>) {
    const [at, address] = cursor === undefined ? [] : markIn(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), address: String(address) } };
    const found = await this.queries.execute(new ListSuppressions({ limit: limit + 1, ...before }));
    const items = pageOf(found, limit, (one) => [one.at.toISOString(), one.address], suppressionAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Delete(':address')
  @HttpCode(204)
  @Route({
    summary: 'Send mails to an address again',
    description:
      'When it takes mails again. Its subscriptions stay disabled until each is enabled, and what was held goes out then.',
    needs: 'admin',
    status: 204,
    problems: ['unknown-suppression'],
  })
  async deleteSuppression(@Param('address', { schema: AddressInPath }) address: string): Promise<void> {
    await this.commands.execute(new LiftSuppression(address));
  }
}
