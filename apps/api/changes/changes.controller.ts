import { eventExample } from '../ledger/dossier-answer.js';
import { isReading } from '#domain/register/register-events.js';
import { Inject, Injectable, Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { LedgerDatabase } from '#database/connection.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { contentOf } from '#ledger/get-timeline.js';
import { type Change, effectFields } from '#subscriptions/messages/message.js';
import { changesOf, type PlacedChange } from '#subscriptions/messages/changes-of.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, wantsChange } from '#subscriptions/filter.js';
import { Caller, RequestLook } from '../auth/caller.js';
import { type Column, fields, List } from '../csv/csv.js';
import { Answer } from '../http/answer.js';
import { after, limit, viewpoint } from '../http/query-fields.js';
import { assertShared, Viewpoints } from '../http/reading.js';
import { filterFields, isOpenFilter, QueryFilters, eventFields, saidColumns } from '../ledger/timelines.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import type { Look } from '#event-store/ledger-head.js';

/** A recorded event with its effect, and the provider, dossier and scheme that it belongs to. */
export interface RecordedChange extends PlacedChange {
  recorded: Recorded<LedgerEvent>;
}

export const wants = (filter: Filter, { change, places }: RecordedChange): boolean =>
  wantsChange(filter, change, places);

/** Positions searched per query, events read per query, and time per page. */
const RANGE = 50_000;
const BATCH = 200;
const PATIENCE_MS = 500;

@Injectable()
export class ChosenChanges {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * Up to `limit` matching changes between two positions, and the position searched up to. It is less than `upTo` if the
   * page is full or the search takes long: continue from there.
   */
  async page(
    { after, upTo, limit }: { after: number; upTo: number; limit: number },
    filter: Filter,
  ): Promise<{ items: RecordedChange[]; to: number }> {
    const began = performance.now();
    const items: RecordedChange[] = [];
    let to = after;
    do {
      const looked = await this.#batch(to, Math.min(upTo, to + RANGE), filter);
      for (const item of looked.items.filter((one) => wants(filter, one))) {
        if (items.length === limit) return { items, to: items.at(-1)?.recorded.position ?? to };
        items.push(item);
      }
      to = looked.to;
    } while (to < upTo && items.length < limit && performance.now() - began < PATIENCE_MS);
    return { items, to };
  }

  async placed(batch: readonly Recorded<LedgerEvent>[]): Promise<RecordedChange[]> {
    const placed = await changesOf(this.events, this.schemes, batch, this.settings.JALON_TIMEZONE, {
      skipUnreadable: true,
    });
    return placed.flatMap((one, index) => {
      const recorded = batch[index];
      return recorded ? [{ ...one, recorded }] : [];
    });
  }

  /** A batch, filtered in the database by type and dossier. */
  async #batch(after: number, upTo: number, { eventTypes, dossiers }: Filter) {
    const only = { types: eventTypes, streams: dossiers?.map(dossierStream) };
    const batch = await this.events.readAll({ after, upTo, limit: BATCH, unreadable: 'raw', ...only });
    const to = batch.length < BATCH ? upTo : (batch.at(-1)?.position ?? upTo);
    return { items: await this.placed(batch), to };
  }
}

const effectOf = ({ provider, dossier, scheme, status = null, next = null, amends }: Change) => ({
  ...{ provider, dossier, scheme, status, next },
  ...(amends !== undefined && { amends }),
});

const ChangeAnswer = z
  .strictObject({
    position: z.int(),
    id: z.uuid(),
    stream: z.string().describe('`provider-<id>`, `dossier-<id>` or `scheme-<slug>`.'),
    version: z.int(),
    ...eventFields,
    unreadable: z
      .literal(true)
      .optional()
      .describe('This version of Jalon cannot read the event. `data` is what is stored.'),
    ...z.object(effectFields).partial().shape,
  })
  .meta({
    id: 'Change',
    description: '`provider` to `amends` are included in the stream and in filtered feeds.',
  });

const example: z.input<typeof ChangeAnswer> = {
  ...eventExample,
  stream: 'dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  version: 5,
  data: { decision: '2279', validUntil: '2026-12-29' },
  recordedAt: '2026-11-25T08:00:00.000Z',
};

export const streamedExample: z.input<typeof ChangeAnswer> = {
  ...example,
  provider: { id: '5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11', slug: 'ovhcloud', name: 'OVHcloud' },
  dossier: { id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11', scheme: 'secnumcloud', service: 'Hosted Private Cloud' },
  scheme: 'secnumcloud',
  status: {
    before: { status: 'in-progress', confirmed: true, stage: 'J2', stageConfirmed: true },
    after: { status: 'granted', confirmed: true, stage: 'J3', stageConfirmed: true },
  },
  next: { kind: 'grant-end', due: '2026-12-29', title: '2279' },
};

/** @param open without a key: the actor is omitted, and why somebody accepted a reading */
const changeAnswerOf = (recorded: Recorded<LedgerEvent>, open: boolean) => ({
  position: recorded.position,
  id: recorded.id,
  stream: recorded.stream,
  version: recorded.version,
  type: recorded.event.type,
  ...contentOf(open ? withoutReason(recorded.event) : recorded.event),
  recordedAt: recorded.recordedAt.toISOString(),
  ...(!open && { actor: recorded.actor }),
  ...(recorded.unreadable && { unreadable: true }),
});

function withoutReason(event: LedgerEvent): LedgerEvent {
  if (!isReading(event)) return event;
  const { accepted: _, ...data } = event.data;
  return { ...event, data };
}

export const placedAnswerOf = ({ recorded, change }: RecordedChange, open: boolean) => ({
  ...changeAnswerOf(recorded, open),
  ...effectOf(change),
});

const ChangesQuery = z.strictObject({ after, knownAt: viewpoint.knownAt, ...limit, ...filterFields });
type ChangesQuery = z.output<typeof ChangesQuery>;

const changeColumns: readonly Column<ReturnType<typeof changeAnswerOf>>[] = [
  ...fields('position', 'id', 'stream', 'version', 'type'),
  ...saidColumns,
  ...fields('recordedAt'),
  { name: 'actor', description: 'with an API key only', of: (event) => event.actor },
];

@ApiTags('changes')
@Controller('v1')
export class ChangesController {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly filters: QueryFilters,
    private readonly chosen: ChosenChanges,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get('events')
  @Route({
    summary: 'List events',
    description:
      'All events after a position, in ledger order and without gaps. Continue with `after` set to the `Jalon-Position` of the response, which includes events that the filter excluded, so no event is missed. With a filter, a page may have fewer items than `limit`, or none, although the Link header gives a next page.',
    needs: 'public-read',
    lists: ['Changes', ChangeAnswer, example],
    csv: { name: 'events', columns: changeColumns, pinned: 'ledger' },
    problems: ['not-found', 'ledger-reset'],
  })
  listEvents(
    @Query({ schema: ChangesQuery }) query: ChangesQuery,
    @Caller() caller: Principal | undefined,
    @RequestLook() { position: head }: Look,
  ) {
    return new List(query, (asked) => this.#page(asked, caller, head));
  }

  async #page(query: ChangesQuery, caller: Principal | undefined, head: number) {
    const filter = await this.filters.of(query);
    const open = caller === undefined;
    assertShared(this.db.epochs, 'after', query.after);
    const { upTo = head } = await this.viewpoints.of(query);
    const range = { ...query, after: query.after.position, upTo };
    return isOpenFilter(filter) ? this.#everything(range, open) : this.#chosen(range, filter, open);
  }

  async #everything(query: Range, open: boolean) {
    const read = await this.events.readAll({ after: query.after, limit: query.limit + 1, unreadable: 'raw' });
    const found = query.knownAt === undefined ? read : read.filter(({ position }) => position <= query.upTo);
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1)?.position;
    const more = found.length > shown.length && last !== undefined;
    return new Answer(
      { items: shown.map((change) => changeAnswerOf(change, open)) },
      more
        ? { position: last, next: { after: this.events.written(last) } }
        : { position: Math.max(query.upTo, last ?? 0) },
    );
  }

  async #chosen({ after, limit, upTo }: Range, filter: Filter, open: boolean) {
    const { items, to } = await this.chosen.page({ after, upTo, limit }, filter);
    const next = to < upTo && { next: { after: this.events.written(to) } };
    return new Answer(
      { items: items.map((item) => placedAnswerOf(item, open)) },
      { position: to < upTo ? to : upTo, ...next },
    );
  }
}

type Range = Pick<ChangesQuery, 'limit' | 'knownAt'> & { after: number; upTo: number };
