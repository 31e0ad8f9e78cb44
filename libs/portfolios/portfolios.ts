import { createHash, randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { PortfolioTable } from '#database/tables/work.js';
import { refuse } from '#domain/refusal.js';
import { freeSlug, shortSlugOf } from '#domain/text/text.js';

/** Services that the organisation uses, under a name. */
export interface Portfolio {
  id: string;
  slug: string;
  name: string;
  /** An actor. */
  createdBy: string;
  createdAt: Date;
}

/** A service that is used, by one of its dossiers. */
export interface UsedService {
  dossier: string;
  /** What for; may be empty. */
  usedFor: string;
}

export const portfolioOf = ({ created_by, created_at, ...row }: Selectable<PortfolioTable>): Portfolio => ({
  ...row,
  createdBy: created_by,
  createdAt: created_at,
});

const MOST_PORTFOLIOS = 50;
export const MOST_SERVICES = 500;
/** The path of a page of the console. */
const NO_SLUG = 'add';

/** Creates a portfolio without services. Its slug follows from the name and never changes. */
export class CreatePortfolio extends Command<Portfolio> {
  constructor(
    readonly name: string,
    /** An actor. */
    readonly by: string,
  ) {
    super();
  }
}

@CommandHandler(CreatePortfolio)
export class CreatePortfolioHandler implements ICommandHandler<CreatePortfolio> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Idempotent: a portfolio with the same name is returned as it is. @throws Refusal limit-reached */
  async execute({ name, by }: CreatePortfolio): Promise<Portfolio> {
    return this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon portfolios'))`.execute(tx);
      const all = await tx.selectFrom('portfolio').selectAll().execute();
      const same = all.find((one) => one.name === name);
      if (same) return portfolioOf(same);
      if (all.length >= MOST_PORTFOLIOS)
        throw refuse('limit-reached', 'name', 'most-portfolios', { most: MOST_PORTFOLIOS });
      const taken = new Set([NO_SLUG, ...all.map((one) => one.slug)]);
      const slug = freeSlug(shortSlugOf(name, 'portfolio'), (one) => taken.has(one));
      const row = await tx
        .insertInto('portfolio')
        .values({ id: randomUUID(), slug, name, created_by: by, created_at: this.clock.now() })
        .returningAll()
        .executeTakeFirstOrThrow();
      return portfolioOf(row);
    });
  }
}

export class RenamePortfolio extends Command<Portfolio> {
  constructor(
    readonly slug: string,
    readonly name: string,
    /** The name that it is to replace; absent: whatever it is. */
    readonly seen?: string,
  ) {
    super();
  }
}

@CommandHandler(RenamePortfolio)
export class RenamePortfolioHandler implements ICommandHandler<RenamePortfolio> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-portfolio; ChangedMeanwhile it has another name than the one seen */
  async execute({ slug, name, seen }: RenamePortfolio): Promise<Portfolio> {
    return this.db.transaction().execute(async (tx) => {
      const { id, name: held } = await locked(tx, slug);
      if (seen !== undefined && held !== seen && held !== name) throw new ChangedMeanwhile();
      const update = tx.updateTable('portfolio').set({ name }).where('id', '=', id);
      return portfolioOf(await update.returningAll().executeTakeFirstOrThrow());
    });
  }
}

export class DeletePortfolio extends Command<void> {
  constructor(
    readonly slug: string,
    /** Its `contentOf` as whoever deletes it has seen it; absent: whatever it is. */
    readonly seen?: string,
  ) {
    super();
  }
}

@CommandHandler(DeletePortfolio)
export class DeletePortfolioHandler implements ICommandHandler<DeletePortfolio> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-portfolio; ChangedMeanwhile */
  async execute({ slug, seen }: DeletePortfolio): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      const { id, name } = await locked(tx, slug);
      const services = await servicesIn(tx, id);
      if (seen !== undefined && contentOf({ name, services }) !== seen) throw new ChangedMeanwhile();
      await tx.deleteFrom('portfolio').where('id', '=', id).execute();
    });
  }
}

/** Stands for the name and the services of a portfolio: the same as long as they are. */
export const contentOf = ({ name, services }: { name: string; services: readonly UsedService[] }): string =>
  digestOf([name, ...services.map(({ dossier, usedFor }) => `${dossier} ${usedFor}`).toSorted()]);

const digestOf = (lines: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(lines)).digest('base64url');

/** Adds services to a portfolio; what one that it has already is used for is replaced. The caller has checked the dossiers. */
export class AddServices extends Command<void> {
  constructor(
    readonly slug: string,
    readonly services: readonly UsedService[],
    /** An actor. */
    readonly by: string,
    /** Of the uses that whoever adds them means to replace: `UsesReplaced.seen`. Absent: whatever they are. */
    readonly seen?: string,
  ) {
    super();
  }
}

/** Nothing was added: what services are used for would be replaced by something else. */
export class UsesReplaced extends ChangedMeanwhile {
  /** Sent again with it, the same uses are replaced. */
  readonly seen: string;

  constructor(
    /** As they are. */
    readonly uses: readonly UsedService[],
  ) {
    super();
    this.seen = contentOf({ name: '', services: uses });
  }
}

@CommandHandler(AddServices)
export class AddServicesHandler implements ICommandHandler<AddServices> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** All or none. @throws Refusal unknown-portfolio, limit-reached; UsesReplaced */
  async execute({ slug, services, by, seen }: AddServices): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      const { id } = await locked(tx, slug);
      if (seen !== undefined) assertReplaces(await servicesIn(tx, id), services, seen);
      for (const { dossier, usedFor } of services)
        await tx
          .insertInto('portfolio_service')
          .values({ portfolio: id, dossier, used_for: usedFor, added_by: by, added_at: this.clock.now() })
          .onConflict((conflict) => conflict.columns(['portfolio', 'dossier']).doUpdateSet({ used_for: usedFor }))
          .execute();
      const { count } = await tx
        .selectFrom('portfolio_service')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('portfolio', '=', id)
        .executeTakeFirstOrThrow();
      if (count > MOST_SERVICES) throw refuse('limit-reached', 'services', 'most-services', { most: MOST_SERVICES });
    });
  }
}

function assertReplaces(held: readonly UsedService[], asked: readonly UsedService[], seen: string): void {
  const wished = new Map(asked.map(({ dossier, usedFor }) => [dossier, usedFor]));
  const replaced = held.filter(
    ({ dossier, usedFor }) => usedFor !== '' && usedFor !== (wished.get(dossier) ?? usedFor),
  );
  const refused = new UsesReplaced(replaced);
  if (replaced.length > 0 && refused.seen !== seen) throw refused;
}

export class RemoveService extends Command<void> {
  constructor(
    readonly slug: string,
    readonly dossier: string,
    /** What it is used for, as whoever removes it has seen it; absent: whatever it is. */
    readonly seen?: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveService)
export class RemoveServiceHandler implements ICommandHandler<RemoveService> {
  constructor(private readonly db: LedgerDatabase) {}

  /** Idempotent. @throws Refusal unknown-portfolio; ChangedMeanwhile */
  async execute({ slug, dossier, seen }: RemoveService): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      const { id } = await locked(tx, slug);
      const held = (await servicesIn(tx, id)).find((one) => one.dossier === dossier);
      if (seen !== undefined && held && held.usedFor !== seen) throw new ChangedMeanwhile();
      await tx.deleteFrom('portfolio_service').where('portfolio', '=', id).where('dossier', '=', dossier).execute();
    });
  }
}

async function locked(tx: Transaction<Database>, slug: string): Promise<{ id: string; name: string }> {
  const row = await tx
    .selectFrom('portfolio')
    .select(['id', 'name'])
    .where('slug', '=', slug)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound(slug);
  return row;
}

export const servicesIn = (db: Kysely<Database>, portfolio: string): Promise<UsedService[]> =>
  db
    .selectFrom('portfolio_service')
    .select(['dossier', 'used_for as usedFor'])
    .where('portfolio', '=', portfolio)
    .orderBy('added_at')
    .orderBy('dossier')
    .execute();

export const notFound = (portfolio: string) =>
  refuse('unknown-portfolio', 'slug', 'portfolio-not-found', { portfolio });
