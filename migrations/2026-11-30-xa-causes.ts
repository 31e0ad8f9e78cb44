import { type Kysely, sql } from 'kysely';

/**
 * What a delivery is for becomes columns, and its provider is named so. Processes of the earlier release, which may still run,
 * read and write `cause` and `lane`: the trigger fills what one release leaves out for the other. A later release drops it with
 * both columns.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table delivery
      add column kind text, add column reference text, add column again text, add column provider uuid,
      drop constraint delivery_cause_subscription_key;
    drop index delivery_test;
    drop index delivery_in_lane;

    create function delivery_cause() returns trigger language plpgsql as $$
    begin
      if new.kind is null then
        new.kind := split_part(new.cause, ':', 1);
        new.reference := regexp_replace(substr(new.cause, length(new.kind) + 2), ':again:.*$', '');
        new.again := substring(new.cause from ':again:(.*)$');
        new.provider := new.lane;
      else
        new.cause := new.kind || ':' || new.reference || coalesce(':again:' || new.again, '');
        new.lane := new.provider;
      end if;
      return new;
    end
    $$;
    create trigger delivery_cause before insert on delivery
      for each row execute function delivery_cause();
    update delivery set kind = split_part(cause, ':', 1),
      reference = regexp_replace(substr(cause, strpos(cause, ':') + 1), ':again:.*$', ''),
      again = substring(cause from ':again:(.*)$'), provider = lane;

    alter table delivery alter column kind set not null, alter column reference set not null,
      add unique nulls not distinct (kind, reference, again, subscription);
    create index delivery_test on delivery (subscription) where state = 'planned' and attempts = 0 and kind = 'test';
    create index delivery_of_provider on delivery (subscription, provider, ordinal) where state in ('planned', 'claimed');
  `.execute(db);
}
