import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Proposals } from '#approvals/proposals.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { Principal } from '#access/principal.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { SourceSchema } from '#domain/source/source.js';
import { EventStore } from '#event-store/event-store.js';
import { timelineIn, type TimelineEntry } from '#ledger/get-timeline.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import { RegisterSlug } from '#domain/register/register.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, type Filter } from '#subscriptions/filter.js';
import { EVENT_TYPES } from '#subscriptions/messages/message.js';
import { type Column, fields, jsonCell, List } from '../csv/csv.js';
import { Route } from '../openapi/route.js';
import { listAnswer } from '../http/answer.js';
import { page, viewpoint, about, listOf, yesOrNo } from '../http/query-fields.js';
import { eventExample } from './dossier-answer.js';

export const TimelineQuery = z.strictObject({ knownAt: viewpoint.knownAt, ...page('number') });
export type TimelineQuery = z.output<typeof TimelineQuery>;

@Injectable()
export class Timelines {
  constructor(
    private readonly proposals: Proposals,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** @param caller without one, actors are omitted */
  list(stream: string, query: TimelineQuery, caller: Principal | undefined): List<TimelineQuery> {
    return new List(query, (asked) => this.page(stream, asked, caller));
  }

  /** As JSON only. @param caller without one, actors are omitted */
  async page(stream: string, { knownAt, limit, cursor }: TimelineQuery, caller: Principal | undefined) {
    const upTo = knownAt === undefined ? undefined : await this.events.positionAt(new Date(knownAt));
    const entries = await timelineIn(this.events, stream, upTo);
    const since = cursor === undefined ? 0 : Number(decodeCursor(cursor)[0]);
    const rest = entries.filter((entry) => entry.version > since).slice(0, limit + 1);
    const { items, next } = pageOf(rest, limit, (entry) => [entry.version]);
    const answers = (await this.proposals.withApprovers(items)).map((entry) =>
      entryAnswerOf(entry, caller === undefined),
    );
    return listAnswer({ items: answers, next });
  }
}

const content = {
  occurred: PartialDateSchema.nullable(),
  source: SourceSchema.nullable(),
  data: z.record(z.string(), z.unknown()),
};

export const eventFields = {
  type: z.string(),
  ...content,
  recordedAt: z.iso.datetime(),
  actor: z
    .string()
    .optional()
    .describe(
      'The account or API key that recorded it, by id: `account:<id>`, `account:<id> key:<id>` or `key:<id>`. Only with an API key.',
    ),
};

const EventAnswer = z
  .strictObject({
    id: z.uuid(),
    position: z.int(),
    version: z.int(),
    ...eventFields,
    approvedBy: z.string().optional().describe('The second person, where one was needed. Only with an API key.'),
    current: z
      .strictObject(content)
      .nullable()
      .describe('The event with its corrections applied; `null` if there are none.'),
    retracted: z.boolean(),
  })
  .meta({ id: 'TimelineEntry' });

const example: z.input<typeof EventAnswer> = {
  ...eventExample,
  version: 5,
  data: { decision: '2279', validUntil: '2026-12-28' },
  recordedAt: '2026-11-25T08:00:00.000Z',
  actor: 'account:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
  current: {
    occurred: '2023-12-28',
    source: { kind: 'decision', publisher: 'ANSSI' },
    data: { decision: '2279', validUntil: '2026-12-29' },
  },
  retracted: false,
};

export const timeline = ['Timeline', EventAnswer, example] as const;

/** @param open without a key: the actor is omitted */
function entryAnswerOf({ actor, approvedBy, causationId: _, recordedAt, ...entry }: TimelineEntry, open: boolean) {
  const persons = !open && { actor, ...(approvedBy !== undefined && { approvedBy }) };
  return { ...entry, recordedAt: recordedAt.toISOString(), ...persons };
}

interface Said {
  occurred: string | null;
  source: object | null;
  data: object;
}

const sourceOf = ({ source }: Said): Partial<Record<'kind' | 'publisher' | 'url' | 'title' | 'quote', string>> =>
  source ?? {};

export const saidColumns: readonly Column<Said>[] = [
  ...fields('occurred'),
  { name: 'source_kind', of: (event) => sourceOf(event).kind },
  { name: 'source_publisher', of: (event) => sourceOf(event).publisher },
  { name: 'source_url', of: (event) => sourceOf(event).url },
  { name: 'source_title', of: (event) => sourceOf(event).title },
  { name: 'quote', of: (event) => sourceOf(event).quote },
  { name: 'data', description: 'JSON', of: (event) => jsonCell(event.data) },
];

const timelineColumns: readonly Column<ReturnType<typeof entryAnswerOf>>[] = [
  ...fields('position', 'id', 'version', 'type'),
  ...saidColumns,
  { name: 'corrected', description: '`true` if corrections apply', of: (event) => event.current !== null },
  { name: 'current_occurred', description: 'with corrections applied', of: (event) => event.current?.occurred },
  {
    name: 'current_data',
    description: 'JSON, with corrections applied',
    of: ({ current }) => current && jsonCell(current.data),
  },
  ...fields('retracted', 'recordedAt'),
  { name: 'actor', description: 'with an API key only', of: (event) => event.actor },
];

export const ListsEvents = (kind: 'provider' | 'dossier'): MethodDecorator =>
  Route({
    summary: `List the events of a ${kind}`,
    description: 'Every event as recorded, in the order of recording, and its content with corrections applied.',
    needs: 'public-read',
    lists: timeline,
    csv: { name: `timeline-${kind}-{id}`, columns: timelineColumns, pinned: 'ledger' },
    problems: ['not-found'],
  });

const oneOf = <const T extends string>(values: readonly T[]) => z.enum(values);

/** The filter of a subscription as query parameters; lists are separated by commas. */
export const filterFields = {
  ...about,
  registers: listOf(RegisterSlug, ['fedramp-marketplace']).describe(
    'Only readings of these registers, by slug, and what they changed; does not filter deadlines.',
  ),
  eventTypes: listOf(oneOf(EVENT_TYPES as LedgerEvent['type'][]), [eventExample.type, 'GrantWithdrawn']).describe(
    'Only events of these types; does not filter deadlines.',
  ),
  statusChange: yesOrNo(
    'Only events that change the status or the stage of a dossier, or the confirmation of either; does not filter deadlines.',
  ),
  becomes: listOf(oneOf(STATUSES), ['granted', 'withdrawn']).describe(
    'Only events that result in one of these statuses; does not filter deadlines.',
  ),
  confirmedOnly: yesOrNo('Only events confirmed by the authority, and deadlines based on them or set by an officer.'),
  deadlineKinds: listOf(oneOf(DEADLINE_KINDS), ['grant-end', 'renewal-window']).describe(
    'Only deadlines of these kinds; does not filter changes.',
  ),
};

type FilterQuery = z.output<z.ZodObject<typeof filterFields>>;

@Injectable()
export class QueryFilters {
  constructor(
    private readonly providers: ProviderIds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /**
   * Other fields of the query are ignored.
   *
   * @throws Refusal not-found
   */
  async of(query: FilterQuery): Promise<Filter> {
    const { dossiers, schemes, registers, eventTypes, statusChange, becomes, confirmedOnly, deadlineKinds } = query;
    const providers = await this.providers.ofFilter(query.providers);
    const filter: Filter = {
      ...{ providers, dossiers, schemes, registers, eventTypes, statusChange, becomes, confirmedOnly, deadlineKinds },
      ...{ changes: true, deadlines: true },
    };
    await assertFilter(filter, { events: this.events, schemes: this.schemes }, (list) => list);
    return filter;
  }
}

/** Whether it excludes nothing. */
export const isOpenFilter = ({ changes: _, deadlines: __, ...lists }: Filter): boolean =>
  Object.values(lists).every((value) => value === undefined || value === false);
