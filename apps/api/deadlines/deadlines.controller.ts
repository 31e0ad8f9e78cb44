import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { because } from '#domain/validation.js';
import { deadlineCheckpoint } from '#projections/status-projection.js';
import { ListDeadlines } from '#projections/list-deadlines.js';
import { DEADLINE_KINDS, DEADLINE_STATES } from '#domain/deadline/deadline.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { deadlineColumns } from '../csv/event-columns.js';
import { BoardReading, KnownSchemes, Viewpoints } from '../http/reading.js';
import { listAnswer } from '../http/answer.js';
import { onlyScheme, page, seen, viewpoint } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { DeadlineAnswer, deadlineExample } from './deadline-answer.js';

const MOST_DAYS = 3650;

const within = z
  .string()
  .refine((text) => /^\d{1,4}$/.test(text) && Number(text) <= MOST_DAYS, {
    error: because('days-ahead'),
    params: { maximum: MOST_DAYS },
  })
  .meta({ type: 'integer', minimum: 0, maximum: MOST_DAYS })
  .transform(Number)
  .default(180);

export const DeadlinesQuery = z.strictObject({
  state: z.enum(DEADLINE_STATES).default('open').describe('`missed`: overdue deadlines.'),
  within: within.describe('How many days ahead open deadlines are listed.'),
  scheme: onlyScheme,
  provider: Name.optional().describe("A provider's id or slug."),
  kind: z.enum(DEADLINE_KINDS).optional(),
  ...viewpoint,
  ...page('string', 'number', 'string', 'string'),
  ...seen,
});

@ApiTags('deadlines')
@Controller('v1')
export class DeadlinesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get(['deadlines', 'deadlines.csv'])
  @Route({
    summary: 'List deadlines, soonest first',
    description:
      'Open deadlines of the next 180 days by default, and late ones that can still be met; deadlines in other states regardless of age.',
    needs: 'public-read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(DeadlineAnswer) }).meta({ id: 'Deadlines' }),
    example: { items: [deadlineExample] },
    csv: { name: 'deadlines', rows: 'deadlines, soonest first,', columns: deadlineColumns },
    problems: ['unknown-provider', 'unknown-scheme', 'ledger-reset', 'not-seen-yet'],
  })
  async listDeadlines(@Query({ schema: DeadlinesQuery }) query: z.output<typeof DeadlinesQuery>) {
    const position = await this.board.position(query.seen, deadlineCheckpoint);
    const viewpoint = this.viewpoints.day(query);
    await this.schemes.assert(query.scheme, viewpoint.knownAt);
    const provider = await this.providers.ofFilter(query.provider);
    const found = await this.queries.execute(new ListDeadlines({ ...query, provider, ...viewpoint }));
    return listAnswer(found, position);
  }
}
