import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ListDeadlines } from '#projections/list-deadlines.js';
import { writtenDate } from '#language/format.js';
import { ConsoleRoute, queryOf, This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { narrowing } from './agenda-query.js';
import { DeadlineReading } from './deadline-reading.js';
import { firstDayOf, isMonth, lastDayOf } from './month-days.js';
import { MonthView } from './month-view.js';
import { MONTH_WORDS } from './month-words.js';

const MonthQuery = z.object({
  month: z.string().refine(isMonth, { error: 'must be a month, written yyyy-mm, such as 2026-11' }).optional(),
  ...narrowing,
});

/** A light page holds as many. */
const SHOWN = 150;

/** What falls due in a month, as a calendar. */
@ApiExcludeController()
@Controller('deadlines/month')
export class MonthPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly reading: DeadlineReading,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async month(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    const { asOf, knownAt } = page.at;
    const { month = asOf.slice(0, 7), ...asked } = await queryOf(page, MonthQuery);
    const narrowed = await this.reading.narrowed(page.at, asked);
    const within = { from: firstDayOf(month), to: lastDayOf(month) };
    const { items, next } = narrowed.filter
      ? await this.queries.execute(new ListDeadlines({ ...narrowed.filter, ...within, asOf, knownAt, limit: SHOWN }))
      : { items: [], next: null };
    const cutAt = next === null ? undefined : SHOWN;
    show(reply, page, {
      title: MONTH_WORDS[page.language].title(writtenDate(month, page.language)),
      place: 'deadlines',
      status: narrowed.filter ? 200 : 404,
      children: <MonthView {...{ page, month, narrowed, items, cutAt }} />,
    });
  }
}
