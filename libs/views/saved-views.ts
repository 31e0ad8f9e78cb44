import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql, type Transaction } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SavedViewTable } from '#database/tables/work.js';
import { refuse } from '#domain/refusal.js';
import { freeSlug, shortSlugOf } from '#domain/text/text.js';
import type { ViewAddress } from './view-address.js';

/** A list with its filters, under a name. */
export interface SavedView extends ViewAddress {
  id: string;
  slug: string;
  name: string;
  owner: string;
  shared: boolean;
  createdAt: Date;
}

const viewOf = ({ created_at: createdAt, ...row }: Selectable<SavedViewTable>): SavedView => ({ ...row, createdAt });

export const MOST_VIEWS = 200;
/** The path of a page of the console. */
const NO_SLUG = 'new';

/** Saves a list under a name. Its slug follows from the name and never changes. */
export class SaveView extends Command<SavedView> {
  constructor(
    readonly asked: { name: string; address: ViewAddress; shared: boolean },
    readonly owner: string,
  ) {
    super();
  }
}

@CommandHandler(SaveView)
export class SaveViewHandler implements ICommandHandler<SaveView> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Saving the same list under the same name again changes nothing. @throws Refusal limit-reached */
  async execute({ asked: { name, address, shared }, owner }: SaveView): Promise<SavedView> {
    return this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon views'))`.execute(tx);
      const owned = await tx.selectFrom('saved_view').selectAll().where('owner', '=', owner).execute();
      const same = owned.find(
        (view) =>
          view.name === name && view.path === address.path && view.query === address.query && view.shared === shared,
      );
      if (same) return viewOf(same);
      if (owned.length >= MOST_VIEWS) throw refuse('limit-reached', 'name', 'most-views', { most: MOST_VIEWS });
      const values = { id: randomUUID(), name, ...address, owner, shared, created_at: this.clock.now() };
      const slug = await freeSlugIn(tx, name);
      const row = await tx
        .insertInto('saved_view')
        .values({ ...values, slug })
        .returningAll()
        .executeTakeFirstOrThrow();
      return viewOf(row);
    });
  }
}

async function freeSlugIn(tx: Transaction<Database>, name: string): Promise<string> {
  const usual = shortSlugOf(name, 'view');
  const rows = await tx.selectFrom('saved_view').select('slug').where('slug', 'like', `${usual}%`).execute();
  const taken = new Set([NO_SLUG, ...rows.map(({ slug }) => slug)]);
  return freeSlug(usual, (slug) => taken.has(slug));
}

/** Own views first, then those that others share; by name. */
export class ListViews extends Query<SavedView[]> {
  constructor(readonly reader: string) {
    super();
  }
}

@QueryHandler(ListViews)
export class ListViewsHandler implements IQueryHandler<ListViews> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ reader }: ListViews): Promise<SavedView[]> {
    const rows = await this.db
      .selectFrom('saved_view')
      .selectAll()
      .where((eb) => eb.or([eb('owner', '=', reader), eb('shared', '=', true)]))
      .orderBy((eb) => eb('owner', '<>', reader))
      .orderBy(sql`lower(name)`)
      .orderBy('slug')
      .execute();
    return rows.map(viewOf);
  }
}

/** A view that the reader saved or that is shared. */
export class GetView extends Query<SavedView> {
  constructor(
    readonly slug: string,
    readonly reader: string,
  ) {
    super();
  }
}

@QueryHandler(GetView)
export class GetViewHandler implements IQueryHandler<GetView> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-view: also that of somebody else that is not shared */
  async execute({ slug, reader }: GetView): Promise<SavedView> {
    const row = await this.db.selectFrom('saved_view').selectAll().where('slug', '=', slug).executeTakeFirst();
    if (!row || (row.owner !== reader && !row.shared)) throw notFound(slug);
    return viewOf(row);
  }
}

/** Whose views may be changed: those of one owner; with `admin`, shared ones, too. */
export interface ViewScope {
  owner: string;
  admin: boolean;
}

export const mayChange = ({ owner, shared }: SavedView, scope: ViewScope): boolean =>
  owner === scope.owner || (scope.admin && shared);

export type SeenView = Pick<SavedView, 'name' | 'shared'>;

/** @throws ChangedMeanwhile */
function assertAsSeen(view: SavedView, seen: SeenView | undefined): void {
  if (seen && (seen.name !== view.name || seen.shared !== view.shared)) throw new ChangedMeanwhile();
}

/** Renames or shares a view, or leads it to another list. */
export class ChangeView extends Command<SavedView> {
  constructor(
    readonly slug: string,
    readonly changes: { name?: string | undefined; address?: ViewAddress | undefined; shared?: boolean | undefined },
    readonly scope: ViewScope,
    /** As whoever changes it has seen it; absent: whatever it is. */
    readonly seen?: SeenView,
  ) {
    super();
  }
}

@CommandHandler(ChangeView)
export class ChangeViewHandler implements ICommandHandler<ChangeView> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-view: also one that the caller may not change; ChangedMeanwhile */
  async execute({ slug, changes: { name, address, shared }, scope, seen }: ChangeView): Promise<SavedView> {
    return this.db.transaction().execute(async (tx) => {
      const held = await changeable(tx, slug, scope);
      assertAsSeen(held, seen);
      const set = { name: name ?? held.name, shared: shared ?? held.shared, ...address };
      const update = tx.updateTable('saved_view').set(set).where('id', '=', held.id).returningAll();
      return viewOf(await update.executeTakeFirstOrThrow());
    });
  }
}

export class DeleteView extends Command<void> {
  constructor(
    readonly slug: string,
    readonly scope: ViewScope,
    /** As whoever deletes it has seen it; absent: whatever it is. */
    readonly seen?: SeenView,
  ) {
    super();
  }
}

@CommandHandler(DeleteView)
export class DeleteViewHandler implements ICommandHandler<DeleteView> {
  constructor(private readonly db: LedgerDatabase) {}

  /** Its slug may be given again. @throws Refusal unknown-view: also one that the caller may not change; ChangedMeanwhile */
  async execute({ slug, scope, seen }: DeleteView): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      const view = await changeable(tx, slug, scope);
      assertAsSeen(view, seen);
      await tx.deleteFrom('saved_view').where('id', '=', view.id).execute();
    });
  }
}

async function changeable(tx: Transaction<Database>, slug: string, scope: ViewScope): Promise<SavedView> {
  const row = await tx.selectFrom('saved_view').selectAll().where('slug', '=', slug).forUpdate().executeTakeFirst();
  const view = row && viewOf(row);
  if (!view || !mayChange(view, scope)) throw notFound(slug);
  return view;
}

const notFound = (slug: string) => refuse('unknown-view', 'slug', 'view-not-found', { view: slug });
