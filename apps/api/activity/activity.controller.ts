import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ActorNames } from '#access/actor-names.js';
import { ListActivity } from '#activity/list-activity.js';
import { isRange, NOT_A_RANGE } from '#delivery/delivery-log.js';
import { InstantSchema } from '#domain/date/instant.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Name } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { pageOf } from '#projections/page.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import {
  ActivityAnswer,
  activityAnswerOf,
  activityColumns,
  ActName,
  ActorReference,
  keysetOf,
  markIn,
} from './activity-answer.js';

const ActivityQuery = z
  .strictObject({
    actor: ActorReference.optional().describe('A person (`account:<id>`, whatever the key) or a key (`key:<id>`).'),
    act: ActName.optional(),
    about: Name.optional().describe('As in `about` of the answer.'),
    since: InstantSchema.optional().describe('At or after this time.'),
    until: InstantSchema.optional().describe('Before this time.'),
    ...page('number', 'instant', 'number'),
  })
  .refine(isRange, NOT_A_RANGE);

const example: z.input<typeof ActivityAnswer> = {
  at: '2026-11-25T08:00:00.000Z',
  actor: 'account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
  actorName: 'Anne Martin',
  act: 'exported',
  about: null,
  event: null,
  details: { file: 'jalon-dossiers-2026-11-25.csv' },
};

@ApiTags('activity')
@Controller('v1')
export class ActivityController {
  constructor(
    private readonly queries: QueryBus,
    private readonly names: ActorNames,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get(['activity', 'activity.csv'])
  @Route({
    summary: 'List who did what, newest first',
    description:
      'Who recorded, corrected and retracted, from the ledger, and who signed in, exported or changed a setting. The list is append-only; names are kept beside it and can be erased.',
    needs: 'admin',
    etag: 'content',
    answers: z.strictObject({ items: z.array(ActivityAnswer) }).meta({ id: 'Activities' }),
    example: { items: [example] },
    csv: { name: 'activity', rows: 'who did what', columns: activityColumns, pinned: 'nothing' },
  })
  async listActivity(@Query({ schema: ActivityQuery }) query: z.output<typeof ActivityQuery>) {
    const { actor, act, about, since, until, limit, cursor } = query;
    const filter = { actor, about, acts: act && [act], since: dateOf(since), until: dateOf(until) };
    const found = await this.queries.execute(new ListActivity(filter, { limit: limit + 1, after: markIn(cursor) }));
    const names = await this.names.current();
    const answered = pageOf(found, limit, keysetOf, (one) => activityAnswerOf(one, names));
    return listAnswer(answered, await this.events.head());
  }
}

const dateOf = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant);
