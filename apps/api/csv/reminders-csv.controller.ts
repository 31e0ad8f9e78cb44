import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { deadlines } from '#deadlines/plan/deadlines-projection.js';
import type { Reach } from '#delivery/recipient.js';
import { BoardReading } from '../http/board-reading.js';
import { Viewpoints } from '../http/viewpoints.js';
import { RemindersController, RemindersQuery } from '../reminders/reminders.controller.js';
import { Reaching } from '../subscriptions/reach.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { reminderColumns as columns } from './reminder-columns.js';

const WholeQuery = RemindersQuery.omit({ limit: true, cursor: true });

@ApiTags('reminders')
@Controller('v1/reminders.csv')
export class RemindersCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly reminders: RemindersController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'Reminders in the order of their instants, and why each is sent, or not,',
    columns,
    needs: 'record',
    stood: 'page by page as they are read',
    problems: ['unknown-subscription', 'unknown-provider', 'unknown-scheme', 'no-such-deadline', 'not-seen-yet'],
  })
  async csv(
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Reaching() reach: Reach,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.files.send(reply, {
      name: `reminders-${this.viewpoints.today()}`,
      columns,
      position: await this.board.position(seen, deadlines),
      page: (cursor) => this.reminders.list({ ...query, ...PAGE, cursor }, reach),
    });
  }
}
