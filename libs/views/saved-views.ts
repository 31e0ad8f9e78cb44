import { createHash, randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SavedViewTable } from '#database/tables/work.js';
import { refuse } from '#domain/refusal.js';
import { urlIn, freeSlug, shortSlugOf } from '#domain/text/text.js';
import { because } from '#domain/validation.js';

/** The lists that can be saved, and their filters. */
const LISTS: readonly { path: RegExp; filters: readonly string[] }[] = [
  {
    path: /^\/$/,
    filters: [
      ...['search', 'view', 'provider', 'scheme', 'status', 'confirmed', 'expiring', 'overdue', 'stale', 'technology'],
      ...['party', 'owner', 'sector', 'serviceKind', 'level', 'label', 'referential', 'sort', 'show', 'years'],
    ],
  },
  { path: /^\/deadlines$/, filters: ['state', 'within', 'scheme', 'provider', 'kind', 'month'] },
  { path: /^\/grants$/, filters: ['scheme', 'provider'] },
  { path: /^\/providers$/, filters: ['name'] },
  { path: /^\/registers\/(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, filters: ['search', 'listing'] },
];

const filtersOf = (path: string): readonly string[] | undefined => LISTS.find((list) => list.path.test(path))?.filters;

const LONGEST = 2_000;

/** Where the board is now; views keep the address that it had. */
const BOARD = '/dossiers';

export interface ViewAddress {
  path: string;
  /** Encoded, without a question mark. */
  query: string;
}

/** The list and its filters; `undefined` if the address is not that of a list. Dates, pages and unknown parameters are left out. */
export function viewAddressIn(text: string): ViewAddress | undefined {
  const url = text.startsWith('/') ? urlIn(text, 'http://here.invalid') : undefined;
  const path = url?.pathname === BOARD ? '/' : (url?.pathname ?? '');
  const filters = url?.host === 'here.invalid' ? filtersOf(path) : undefined;
  if (!url || !filters) return undefined;
  const kept = [...url.searchParams].filter(([name, value]) => filters.includes(name) && value.trim() !== '');
  return { path, query: new URLSearchParams(kept).toString() };
}

export const addressOfView = ({ path, query }: ViewAddress): string => (query === '' ? path : `${path}?${query}`);

export const ViewAddressSchema = z
  .string()
  .max(LONGEST)
  .refine((text) => viewAddressIn(text) !== undefined, { error: because('view-address') })
  .transform((text): ViewAddress => viewAddressIn(text) ?? { path: '/', query: '' });

/** A service that is used, by one of its dossiers. */
export interface UsedService {
  dossier: string;
  /** What for; may be empty. */
  usedFor: string;
}

/** A list with its filters, under a name. */
export interface SavedView extends ViewAddress {
  id: string;
  slug: string;
  name: string;
  /** An `ownerReference`. */
  owner: string;
  shared: boolean;
  /** If there are any, the board shows these only, and what they depend on. */
  services: readonly UsedService[];
  createdAt: Date;
}

type ViewSettings = Pick<SavedView, 'name' | 'shared' | 'services'> & { address: ViewAddress };

/** What a form shows of a view. */
type SeenView = Pick<SavedView, 'name' | 'shared' | 'services'>;

/** Whose views may be changed: those of one owner; with `admin`, shared ones, too. */
export interface ViewScope {
  owner: string;
  admin: boolean;
}

export const mayChange = ({ owner, shared }: SavedView, scope: ViewScope): boolean =>
  owner === scope.owner || (scope.admin && shared);

/** The list that a view opens: one that names services filters the board by itself. */
export function listOf({ path, query, slug, services }: SavedView): ViewAddress {
  const params = new URLSearchParams(query);
  if (services.length > 0) params.set('view', slug);
  return { path, query: params.toString() };
}

const viewOf = ({ created_at: createdAt, ...row }: Selectable<SavedViewTable>): SavedView => ({ ...row, createdAt });

const MOST_VIEWS = 200;
export const MOST_SERVICES = 500;
/** The path of a page of the console. */
const NO_SLUG = 'new';

/** Views of lists that people saved. */
@Injectable()
export class SavedViews {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Its slug follows from the name and never changes. Saving the same list under the same name again changes nothing.
   *
   * @throws Refusal limit-reached
   */
  async save({ name, address, shared, services }: ViewSettings, owner: string): Promise<SavedView> {
    return this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon views'))`.execute(tx);
      const owned = await tx.selectFrom('saved_view').selectAll().where('owner', '=', owner).execute();
      const { path, query } = address;
      const same = owned.find(
        (view) =>
          view.path === path && view.query === query && contentOf(view) === contentOf({ name, shared, services }),
      );
      if (same) return viewOf(same);
      if (owned.length >= MOST_VIEWS) throw refuse('limit-reached', 'name', 'most-views', { most: MOST_VIEWS });
      const values = { id: randomUUID(), name, path, query, owner, shared, created_at: this.clock.now() };
      const row = await tx
        .insertInto('saved_view')
        .values({ ...values, services: JSON.stringify(services), slug: await freeSlugIn(tx, name) })
        .returningAll()
        .executeTakeFirstOrThrow();
      return viewOf(row);
    });
  }

  /** Own views first, then those that others share; by name. */
  async readableBy(reader: string): Promise<SavedView[]> {
    return (await this.#readableBy(reader).selectAll().execute()).map(viewOf);
  }

  /** Those of them that name services. */
  async withServices(reader: string): Promise<Pick<SavedView, 'slug' | 'name'>[]> {
    return this.#readableBy(reader)
      .select(['slug', 'name'])
      .where(sql<boolean>`services <> '[]'`)
      .execute();
  }

  #readableBy(reader: string) {
    return this.db
      .selectFrom('saved_view')
      .where((eb) => eb.or([eb('owner', '=', reader), eb('shared', '=', true)]))
      .orderBy((eb) => eb('owner', '<>', reader))
      .orderBy(sql`lower(name)`)
      .orderBy('slug');
  }

  /**
   * @param reader absent: without a key or session
   * @throws Refusal not-found: also that of somebody else that is not shared; any, without a reader
   */
  async get(asked: { slug: string } | { id: string }, reader: string | undefined): Promise<SavedView> {
    const [column, value] = 'slug' in asked ? (['slug', asked.slug] as const) : (['id', asked.id] as const);
    const row = await this.db.selectFrom('saved_view').selectAll().where(column, '=', value).executeTakeFirst();
    if (!row || reader === undefined || (row.owner !== reader && !row.shared)) throw notFound(value);
    return viewOf(row);
  }

  /**
   * @param seen its `contentOf` as whoever changes it has seen it; absent: whatever it is
   * @throws Refusal not-found: also one that the caller may not change; ChangedMeanwhile
   */
  async change(slug: string, changes: ViewChange, scope: ViewScope, seen?: string): Promise<SavedView> {
    return this.db.transaction().execute(async (tx) => {
      const held = await changeable(tx, slug, scope, seen);
      const { name = held.name, shared = held.shared, services = held.services, address } = changes;
      const set = { name, shared, services: JSON.stringify(services), ...address };
      const update = tx.updateTable('saved_view').set(set).where('id', '=', held.id).returningAll();
      return viewOf(await update.executeTakeFirstOrThrow());
    });
  }

  /** Its slug may be given again. @throws Refusal not-found: also one that the caller may not change; ChangedMeanwhile */
  async delete(slug: string, scope: ViewScope, seen?: string): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      const { id } = await changeable(tx, slug, scope, seen);
      await tx.deleteFrom('saved_view').where('id', '=', id).execute();
    });
  }
}

export type ViewChange = { [name in keyof ViewSettings]?: ViewSettings[name] | undefined };

async function freeSlugIn(tx: Kysely<Database>, name: string): Promise<string> {
  const usual = shortSlugOf(name, 'view');
  const rows = await tx.selectFrom('saved_view').select('slug').where('slug', 'like', `${usual}%`).execute();
  const taken = new Set([NO_SLUG, ...rows.map(({ slug }) => slug)]);
  return freeSlug(usual, (slug) => taken.has(slug));
}

async function changeable(
  tx: Transaction<Database>,
  slug: string,
  scope: ViewScope,
  seen: string | undefined,
): Promise<SavedView> {
  const row = await tx.selectFrom('saved_view').selectAll().where('slug', '=', slug).forUpdate().executeTakeFirst();
  const view = row && viewOf(row);
  if (!view || !mayChange(view, scope)) throw notFound(slug);
  if (seen !== undefined && seen !== contentOf(view)) throw new ChangedMeanwhile();
  return view;
}

/** Stands for what a form shows of a view: the same as long as that is. */
export const contentOf = ({ name, shared, services }: SeenView): string =>
  createHash('sha256')
    .update(JSON.stringify([name, shared, services.map(({ dossier, usedFor }) => [dossier, usedFor])]))
    .digest('base64url');

const notFound = (view: string) => refuse('not-found', 'slug', 'view-not-found', { view });

@Module({ providers: [SavedViews], exports: [SavedViews] })
export class ViewsModule {}
