import { Get, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ActorNames } from '#access/actor-names.js';
import { type ActivityFilter, type DoneAct, CountActivity, ListActivity } from '#activity/list-activity.js';
import { addDays, DaySchema } from '#domain/date/day.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { phrases } from '#language/phrases.js';
import { pageOf } from '#projections/page.js';
import {
  activityAnswerOf,
  activityColumns,
  ActName,
  ActorReference,
  keysetOf,
  markIn,
} from '../../activity/activity-answer.js';
import { Exports } from '../../http/download.js';
import { sendCsv } from '../../csv/csv.js';
import { page as cursored } from '../../http/query-fields.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext, queryOf } from '../frame/page.js';
import { startOf } from '../subscribers/subscribers.js';
import { ActivityView } from './activity-view.js';
import { MOST_COUNTED } from '../frame/pagers.js';
import { ActivitySubjects } from './activity-subjects.js';

const PAGE_SIZE = 50;
const FILE_PAGE = 1_000;

const ActivityQuery = z
  .object({
    who: ActorReference.optional(),
    act: ActName.optional(),
    about: Name.optional(),
    since: DaySchema.optional(),
    until: DaySchema.optional(),
    cursor: cursored('number', 'instant', 'number').cursor,
  })
  .refine(({ since = '', until = '9999-12-31' }) => since <= until, {
    path: ['until'],
    error: because('until-before-since'),
  });

export type AskedActivity = z.output<typeof ActivityQuery>;

/** Who did what; for admins, since it shows how people work. */
@Pages()
export class ActivityPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly subjects: ActivitySubjects,
    private readonly names: ActorNames,
    private readonly exports: Exports,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get('activity')
  @ConsoleRoute('admin')
  async list(@Page() page: PageContext): Promise<Answer> {
    const asked = await queryOf(page, ActivityQuery);
    const { filter, problems } = await this.#filterOf(page, asked);
    const found = filter ? await this.#read(filter, PAGE_SIZE, asked.cursor) : { items: [], next: null };
    const total = filter ? await this.queries.execute(new CountActivity(filter, MOST_COUNTED + 1)) : 0;
    const subjects = await this.subjects.of(page, found.items);
    const { people } = await this.names.current();
    const { title } = phrases(page.language).console.activity;
    const children = <ActivityView {...{ page, asked, people, subjects, problems, total, ...found }} />;
    return { status: filter ? 200 : 422, title, menuEntry: 'activity', timeless: true, children };
  }

  @Get('activity.csv')
  @ConsoleRoute('admin')
  async file(
    @Page() page: PageContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const asked = await queryOf(page, ActivityQuery);
    const { filter, refused } = await this.#filterOf(page, asked);
    if (!filter) throw refused;
    const name = `activity-${page.today}`;
    await this.exports.note(request, `jalon-${name}.csv`);
    const names = await this.names.current();
    const file = { name, columns: activityColumns, position: await this.events.head() };
    const sent = await sendCsv(reply, file, async ({ cursor }) => {
      const { items, next } = await this.#read(filter, FILE_PAGE, cursor);
      const answers = items.map((one) => activityAnswerOf(one, names));
      return { items: answers, next: next === null ? undefined : { cursor: next } };
    });
    reply.header('Vary', 'Cookie');
    return sent;
  }

  async #read(filter: ActivityFilter, limit: number, cursor: string | undefined) {
    const page = { limit: limit + 1, after: markIn(cursor) };
    const found = await this.queries.execute(new ListActivity(filter, page));
    return pageOf(found, limit, keysetOf, (one: DoneAct) => one);
  }

  async #filterOf({ zone }: PageContext, { who, act, about, since, until }: AskedActivity) {
    const problems: readonly Problem[] = [];
    try {
      const filter: ActivityFilter = {
        actor: who,
        acts: act && [act],
        about: about === undefined ? undefined : await this.subjects.streamOf(about),
        since: since === undefined ? undefined : startOf(since, zone),
        until: until === undefined ? undefined : startOf(addDays(until, 1), zone),
      };
      return { filter, problems };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { refused: error, problems: error.problems };
    }
  }
}
