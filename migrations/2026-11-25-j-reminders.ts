import { sql, type Kysely } from 'kysely';

/**
 * What a subscription wishes of its reminders, why each reminder is what it is, what people answered to them, and how far
 * ahead they are planned. A reminder is planned once its day comes near: `reminder_horizon` says up to which.
 *
 * There is a new kind of deadline, so deadlines are followed from the first event again, at the worker's next start: those
 * of the board are short of it until then, those that people are reminded of stay as they are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription
      add column reminders jsonb not null default '{}',
      add column asked bytea;

    alter table reminder
      add column owner      text,
      add column escalation boolean not null default false,
      add column day        date,
      add column because    text not null default 'ladder',
      add column outcome    text,
      add column delivery   uuid,
      add column changed_at timestamptz(3);
    update reminder set owner = subscription.created_by, day = (fire_at at time zone 'Europe/Paris')::date,
      changed_at = fire_at, outcome = case reminder.state when 'skipped' then 'before-subscription' when 'superseded' then 'moved' end
    from subscription where subscription.id = reminder.subscription;
    update reminder set delivery = delivery.id
    from delivery where delivery.cause = 'reminder:' || reminder.id and delivery.subscription = reminder.subscription;
    alter table reminder
      alter column owner set not null,
      alter column day set not null,
      alter column changed_at set not null;

    drop index reminder_of_subscription;
    drop index reminder_claimed;
    create index reminder_owed on reminder (subscription, fire_at) where state = 'planned';
    create index reminder_by_time on reminder (fire_at, id);
    create index reminder_of_subscription_by_time on reminder (subscription, fire_at, id);
    create index reminder_in_trouble on reminder (fire_at, id) where state in ('claimed', 'failed');
    create unique index reminder_of_deadline
      on reminder (deadline_key, deadline_version, rung, subscription, (because = 'snooze'));
    alter table reminder drop constraint reminder_deadline_key_deadline_version_rung_subscription_key;
    create index reminder_of_owner on reminder (owner, fire_at, id);
    create index reminder_of_delivery on reminder (delivery) where state = 'claimed';

    create table reminder_answer (
      deadline_key     text collate "C" not null references deadline,
      deadline_version int not null,
      subscription     uuid not null references subscription,
      acknowledged_at  timestamptz(3),
      acknowledged_by  text,
      snoozed_until    date,
      snoozed_by       text,
      primary key (deadline_key, deadline_version, subscription),
      check ((acknowledged_at is null) = (acknowledged_by is null)),
      check ((snoozed_until is null) = (snoozed_by is null))
    );

    create table reminder_horizon (
      "only"        boolean primary key default true check ("only"),
      planned_until date not null
    );

    alter table dossier_plan
      add column heard      bigint,
      add column planned_on date,
      add column failing_on date;
    create index dossier_plan_planned_on on dossier_plan (planned_on);

    create index deadline_near_earliest on deadline (due_earliest) where state in ('open', 'missed');
    create index deadline_near_latest on deadline (due_latest) where state in ('open', 'missed');

    drop trigger tell_of_change on subscription;
    create trigger tell_of_change after insert or update of state, filter, reminders, confirmed_at on subscription
      for each row execute function tell_of_what_is_owed();

    truncate deadline_span;
    delete from checkpoint where name in ('dues', 'deadlines');
  `.execute(db);
}
