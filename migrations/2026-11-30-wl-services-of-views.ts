import { type Kysely, sql } from 'kysely';

/**
 * A portfolio becomes a shared view of whoever created it, which names its services; its feeds follow that view. The slug is
 * kept unless a view has it, or it is a path of the console.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table saved_view add column services jsonb not null default '[]';
    insert into saved_view (id, slug, name, path, query, owner, shared, created_at, services)
      select id,
        case when slug = 'new' or exists (select from saved_view as view where view.slug = portfolio.slug)
          then slug || '-' || left(id::text, 8) else slug end,
        name, '/', '', split_part(created_by, ' ', 1), true, created_at,
        coalesce((
          select jsonb_agg(jsonb_build_object('dossier', dossier, 'usedFor', used_for) order by added_at, dossier)
          from portfolio_service where portfolio = portfolio.id
        ), '[]')
      from portfolio;
    update feed set filter = (filter - 'portfolio') || jsonb_build_object('view', filter -> 'portfolio')
      where filter ? 'portfolio';
    drop table portfolio_service, portfolio
  `.execute(db);
}
