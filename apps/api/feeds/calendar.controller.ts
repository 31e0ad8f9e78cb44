import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { filterFields, QueryFilters } from '../http/filter-query.js';
import { Route } from '../openapi/route.js';
import { languageIn } from '../pages/language-in.js';
import { CALENDAR, Calendars } from './calendars.js';
import { feedDocument } from './feed-document.js';
import { languageAsked } from './feed-language.js';

const CalendarQuery = z.strictObject({ ...filterFields, language: languageAsked });

@ApiTags('feeds')
@Controller('v1/deadlines.ics')
export class CalendarController {
  constructor(
    private readonly calendars: Calendars,
    private readonly filters: QueryFilters,
  ) {}

  @Get()
  @Route({
    summary: 'Deadlines as a calendar',
    description:
      'iCalendar (RFC 5545), one all-day event per deadline: the same `UID` while its dates move, a `SEQUENCE` that grows with every change, `STATUS:CANCELLED` for a year once it is off. The thousand nearest to today. Fields of the filter that are about changes make no difference.',
    needs: 'public-read',
    produces: CALENDAR,
    heeds: ['If-None-Match'],
    problems: ['unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async getDeadlinesCalendar(
    @Query({ schema: CalendarQuery }) { language, ...query }: z.output<typeof CalendarQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const filter = await this.filters.of(query);
    return feedDocument(reply, await this.calendars.of(filter, { language: language ?? languageIn(accepted) }));
  }
}
