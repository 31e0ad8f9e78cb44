import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { LABELLED, labelRulesOn, ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { followedTo } from '#event-store/checkpoint.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { statusCheckpoint } from './status-projection.js';
import {
  DIFFERENCE_FIELDS,
  DifferenceKind,
  fieldsThatDiffer,
  isSame,
  kindOf,
  Side,
  sideOf,
  hindsightPoint,
} from './difference.js';
import { causesFor, DifferenceCause, type Endpoint } from './difference-causes.js';
import { type DifferenceFilter, differencePage, type DifferenceRow, sidesAt } from './difference-page.js';
import { decodeCursor, pageOf, type Page } from './page.js';
import { type FixedPoint, type PointInTime, resolvePoint } from './bitemporal-point.js';

export interface DifferencesAsked extends DifferenceFilter {
  from: PointInTime;
  to: PointInTime;
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
  /** Of a page, those whose causes are read; all by default. Reading them takes longer than all the rest. */
  explained?: ((found: readonly Difference[]) => readonly Difference[]) | undefined;
}

const MAX_CAUSES = 20;

export const Difference = z
  .strictObject({
    id: z.uuid().describe('Of the dossier.'),
    provider: ProviderRef.describe('At `to` if the dossier is open then, otherwise at `from`.'),
    service: Side.shape.service,
    scheme: z.string(),
    change: z.enum(['appeared', 'gone', 'changed']),
    kind: DifferenceKind,
    fields: z.array(z.enum(DIFFERENCE_FIELDS)).describe('The changed fields; empty unless `changed`.'),
    before: Side.nullable().describe('At `from`; `null` if not open yet.'),
    after: Side.nullable().describe('At `to`; `null` if not open yet.'),
    because: z
      .array(DifferenceCause)
      .describe(`The latest ${MAX_CAUSES} events visible at one point only; empty if only time has passed.`),
    more: z.int().describe('Number of earlier ones omitted.'),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

/** The dossiers that differ between two points, by provider and service. */
export class ListDifferences extends Query<Page<Difference>> {
  constructor(readonly asked: DifferencesAsked) {
    super();
  }
}

@QueryHandler(ListDifferences)
export class ListDifferencesHandler implements IQueryHandler<ListDifferences> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ asked }: ListDifferences): Promise<Page<Difference>> {
    const followed = await followedTo(this.db.reads, statusCheckpoint);
    const from = await this.#endpoint(asked.from, followed);
    const to = await this.#endpoint(asked.to, followed);
    const rows = await this.#rows(asked, from, to);
    const shown = rows.slice(0, asked.limit);
    const hindsight = await this.#endpoint(hindsightPoint(from.point, to.point), followed);
    const atHindsight = await sidesAt(
      this.db.reads,
      hindsight.point,
      shown.map(({ id }) => id),
    );
    const differenceOf = (row: DifferenceRow): Difference => {
      const [before, after] = sidesOf(row, from, to);
      const inHindsight = atHindsight.get(row.id);
      const atTurn = inHindsight ? sideOf(inHindsight, row.scheme, hindsight.schemes, hindsight.point.asOf) : null;
      return described(row, before, after, kindOf(from.point, to.point, [before, after], atTurn));
    };
    const { items, next } = pageOf(rows, asked.limit, keysetOf, differenceOf);
    const causes = await causesFor(this.db, this.events.codec, asked.explained?.(items) ?? items, { from, to });
    return { items: items.map((one) => ({ ...one, ...latestOf(causes.get(one.id) ?? []) })), next };
  }

  async #endpoint(viewpoint: PointInTime | FixedPoint, followed: number): Promise<Endpoint> {
    const { asOf, position } = 'position' in viewpoint ? viewpoint : await resolvePoint(this.events, viewpoint);
    const pinned = Math.min(position ?? followed, followed); // later positions are not projected yet
    return { point: { asOf, position: pinned }, schemes: await this.schemes.at(pinned) };
  }

  /** Up to one more row than a page; `differencePage` returns candidates, of which some do not differ. */
  async #rows(asked: DifferencesAsked, from: Endpoint, to: Endpoint): Promise<DifferenceRow[]> {
    const count = asked.limit + 1;
    const relabelled = relabelledBetween(from, to);
    return this.db.snapshot(async (tx) => {
      const found: DifferenceRow[] = [];
      let after = asked.cursor === undefined ? undefined : decodeCursor(asked.cursor);
      for (;;) {
        const wanted = { ...asked, from: from.point, to: to.point, relabelled, count, after };
        const rows = await differencePage(tx, wanted);
        found.push(...rows.filter((row) => !isSame(...sidesOf(row, from, to))));
        const last = rows.at(-1);
        if (found.length >= count || rows.length < count || !last) return found;
        after = keysetOf(last);
      }
    });
  }
}

const keysetOf = ({ folded, service, id }: DifferenceRow) => [folded, service, id];

const sidesOf = ({ was, now, scheme }: DifferenceRow, from: Endpoint, to: Endpoint): [Side | null, Side | null] => [
  was && sideOf(was, scheme, from.schemes, from.point.asOf),
  now && sideOf(now, scheme, to.schemes, to.point.asOf),
];

/** Rules of labels have dates of their own, which do not close a span. */
const relabelledBetween = (from: Endpoint, to: Endpoint): string[] =>
  [...to.schemes].flatMap(([slug, scheme]) => {
    const before = from.schemes.get(slug);
    const isSame =
      JSON.stringify(before ? labelRulesOn(before, from.point.asOf) : []) ===
      JSON.stringify(labelRulesOn(scheme, to.point.asOf));
    return isSame ? [] : LABELLED.map((status) => `${slug}/${status}`);
  });

function described(
  { id, scheme }: DifferenceRow,
  before: Side | null,
  after: Side | null,
  kind: Difference['kind'],
): Difference {
  const shown = after ?? before;
  if (!shown) throw new Error(`dossier ${id} is open at neither point`);
  return {
    id,
    provider: shown.provider,
    service: shown.service,
    scheme,
    change: before === null ? 'appeared' : after === null ? 'gone' : 'changed',
    kind,
    fields: before && after ? fieldsThatDiffer(before, after) : [],
    before,
    after,
    because: [],
    more: 0,
  };
}

const latestOf = (causes: readonly DifferenceCause[]): Pick<Difference, 'because' | 'more'> => ({
  because: causes.slice(-MAX_CAUSES),
  more: Math.max(0, causes.length - MAX_CAUSES),
});
