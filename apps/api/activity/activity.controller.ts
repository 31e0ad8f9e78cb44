import type { Look } from '#event-store/ledger-head.js';
import { RequestLook } from '../auth/caller.js';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ActorNames, type NamesOfActors } from '#access/people.js';
import { ACTS, LEDGER_ACTS, type ActivityMark, type DoneAct, ActivityLog } from '#access/activities.js';
import { isRange, NOT_A_RANGE } from '#subscriptions/sending/delivery-log.js';
import { InstantSchema } from '#domain/date/instant.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { type Column, fields, jsonCell, List } from '../csv/csv.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

export const ActName = z.enum([...LEDGER_ACTS, ...ACTS]);

export const ActorReference = z
  .string()
  .regex(/^(?:(?:account|key):[\w-]{1,64}|unknown)$/, { error: because('actor-format') });

const ActivityAnswer = z
  .object({
    at: z.iso.datetime(),
    actor: z.string().describe('`account:<id>`, `account:<id> key:<id>`, `key:<id>`, a program, or `unknown`.'),
    actorName: z.string().nullable().describe('`null` for an account that was erased.'),
    act: ActName,
    about: z
      .string()
      .nullable()
      .describe('`dossier-<id>`, `provider-<id>`, `scheme-<slug>`, `register-<slug>`, `account:<id>`, `key:<id>` …'),
    event: z.object({ id: z.uuid(), position: z.int(), type: z.string() }).nullable().describe('Of the ledger.'),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Activity' });

export const activityAnswerOf = (
  { at, actor, act, about, event, details }: DoneAct,
  names: NamesOfActors,
): z.input<typeof ActivityAnswer> => ({
  at: at.toISOString(),
  actor,
  actorName: names.of(actor) ?? null,
  act,
  about,
  event: event ?? null,
  details: { ...details },
});

type Answered = z.input<typeof ActivityAnswer>;

export const activityColumns: readonly Column<Answered>[] = [
  ...fields('at', 'actor', 'actorName', 'act', 'about'),
  { name: 'event', description: 'id', of: (one) => one.event?.id },
  { name: 'type', description: 'of the event', of: (one) => one.event?.type },
  { name: 'details', description: 'JSON', of: (one) => jsonCell(one.details) },
];

export const keysetOf = ({ mark: { position, at, ordinal } }: DoneAct) => [position, at, ordinal];

/** @param cursor of kinds number, instant, number */
export function markIn(cursor: string | undefined): ActivityMark | undefined {
  if (cursor === undefined) return undefined;
  const [position, at, ordinal] = decodeCursor(cursor);
  return { position: Number(position), at: String(at), ordinal: Number(ordinal) };
}

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
type ActivityQuery = z.output<typeof ActivityQuery>;

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
@Controller('v1/admin')
export class ActivityController {
  constructor(
    private readonly log: ActivityLog,
    private readonly names: ActorNames,
  ) {}

  @Get('activity')
  @Route({
    summary: 'List who did what, newest first',
    description:
      'Who recorded, corrected and retracted, from the ledger, and who signed in, exported or changed a setting. The list is append-only; names are kept beside it and can be erased.',
    needs: 'admin',
    lists: ['Activities', ActivityAnswer, example],
    csv: { name: 'activity', columns: activityColumns, pinned: 'nothing' },
  })
  listActivity(@Query({ schema: ActivityQuery }) query: ActivityQuery, @RequestLook() look: Look) {
    return new List(query, (asked) => this.#page(asked, look));
  }

  async #page(query: ActivityQuery, look: Look) {
    const { actor, act, about, since, until, limit, cursor } = query;
    const filter = { actor, about, acts: act && [act], since: dateOf(since), until: dateOf(until) };
    const found = await this.log.list(filter, { limit: limit + 1, after: markIn(cursor) });
    const names = await this.names.current(look);
    return listAnswer(pageOf(found, limit, keysetOf, (one) => activityAnswerOf(one, names)));
  }
}

const dateOf = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant);
