import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import { type Day, earliestDayAt } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Recipient, Round, Wanted } from '../planning.js';
import { answersTo, rungsOfNews } from './ladder-steps.js';
import type { KeptPlan, Outlook } from './derived-deadlines.js';
import { type Choice, type Plannable, planReminders } from './plan-reminders.js';
import type { Changes, Stored } from './store-deadlines.js';

/** What made a dossier's deadlines be looked at: the position of what was recorded last, and since when it is owed. */
export interface Prompted {
  heard: number;
  since: Date;
}

/** The dossiers that deadlines are of, and what made each be looked at. */
interface Known {
  outlooks: readonly Outlook[];
  prompts: ReadonlyMap<string, Prompted>;
}

/**
 * Plans deadlines that are new, moved or open again: what of their ladder came since that is on record, or is still to come, up
 * to the horizon. Whoever was there when it was recorded is told of one that is near, though its rungs have passed; once.
 */
export async function planNews(round: Round, news: readonly Stored[], { outlooks, prompts }: Known): Promise<void> {
  if (news.length === 0 || round.recipients.length === 0) return;
  const { tx, now, today, until } = round;
  const moment = { now, zone: round.planning.zone };
  const places = new Map(outlooks.map((outlook) => [outlook.dossier, outlook]));
  const again = news.filter(({ version, before }) => before?.version === version).map(({ deadline }) => deadline.key);
  const told = await toldOf(round, again);
  const overdue = new Set(news.filter((one) => isOverdueAsBefore(one, today)).map(({ deadline }) => deadline.key));
  const choice: Choice = (deadline, recipient, ladder) => {
    const { heard, since } = prompts.get(deadline.dossier) ?? { heard: 0, since: now };
    const isNews =
      heard > recipient.since && !overdue.has(deadline.key) && !told.has(`${deadline.key} ${recipient.subscription}`);
    return rungsOfNews(deadline, recipient, ladder, {
      isNews,
      days: { from: earliestDayAt(since), to: until },
      since,
      moment,
    });
  };
  const deadlines = news.flatMap(({ deadline, dossier, version }): Plannable[] => {
    const place = places.get(dossier);
    return place ? [{ ...deadline, dossier, version, provider: place.provider, scheme: place.scheme }] : [];
  });
  await planReminders(round, deadlines, await answersTo(tx, again), choice);
}

/** A date in the past that becomes another one in the past is no news: whoever was to be told has been. */
export const isOverdueAsBefore = ({ before, deadline }: Stored, today: Day): boolean =>
  before !== undefined && !isSettled(before.state) && latest(before.body.due) < today && latest(deadline.due) < today;

/** Who was told of which of these, or will be at once. */
export async function toldOf(
  { tx, now }: { tx: Kysely<Database>; now: Date },
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await told(keys, now).execute(tx);
  return new Set(rows.map(({ key, subscription }) => `${key} ${subscription}`));
}

const told = (keys: readonly string[], now: Date) => sql<{ key: string; subscription: string }>`
  select distinct key, subscription
  from deadline join reminder on deadline_key = key and deadline_version = version
  where key = any(${[...keys]}) and (reminder.state in ('sent', 'claimed') or (reminder.state = 'planned' and fire_at <= ${now}))
`;

type Before = ReadonlyMap<string, KeptPlan>;

/**
 * Where a service changed hands, or the authority's own word for a deadline came or went: those who follow only what was are
 * reminded no more, and those who follow what is now are, as of something new.
 */
export async function planTransferred(
  round: Round,
  { all }: Changes,
  { before, ...known }: Known & { before: Before },
): Promise<void> {
  const moved = known.outlooks.filter(({ dossier, provider, scheme }) => {
    const was = before.get(dossier);
    return was && (was.provider !== provider || was.scheme !== scheme);
  });
  const dossiers = new Set(moved.map(({ dossier }) => dossier));
  const shifted = all.filter((one) => dossiers.has(one.dossier) || isTurned(one));
  if (shifted.length === 0) return;
  await cancelUnwanted(round, wantedOf(shifted, known), dossiers);
  for (const turned of [false, true]) {
    const theirs = shifted.filter((one) => isTurned(one) === turned && !isSettled(one.deadline.state));
    await planNews({ ...round, recipients: newTo(round.recipients, { before, turned }) }, theirs, known);
  }
}

/** Whether it rests on the authority's own word and did not before, or the other way round. */
const isTurned = ({ before, deadline }: Stored): boolean =>
  before !== undefined && before.body.confirmed !== deadline.confirmed;

/** Recipients who want only what they did not want as it was. */
const newTo = (recipients: readonly Recipient[], { before, turned }: { before: Before; turned: boolean }) =>
  recipients.map((recipient): Recipient => {
    const wanted = (deadline: Wanted): boolean => {
      const was = before.get(deadline.dossier);
      return was !== undefined && recipient.wants({ ...deadline, ...was, confirmed: deadline.confirmed !== turned });
    };
    return { ...recipient, wants: (deadline) => recipient.wants(deadline) && !wanted(deadline) };
  });

/** By key. */
function wantedOf(shifted: readonly Stored[], { outlooks }: Known): Map<string, Wanted> {
  const places = new Map(outlooks.map(({ dossier, provider, scheme }) => [dossier, { dossier, provider, scheme }]));
  return new Map(
    shifted.flatMap(({ dossier, deadline: { key, kind, confirmed } }) => {
      const place = places.get(dossier);
      return place ? [[key, { ...place, kind, confirmed }] as const] : [];
    }),
  );
}

async function cancelUnwanted(
  { tx, now, recipients }: Round,
  wanted: ReadonlyMap<string, Wanted>,
  moved: ReadonlySet<string>,
): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; subscription: string }>`
    select id, deadline_key as key, subscription from reminder
    where deadline_key = any(${[...wanted.keys()]}) and state = 'planned'
    order by id for update
  `.execute(tx);
  const recipientOf = new Map(recipients.map((recipient) => [recipient.subscription, recipient]));
  const unwanted = rows.flatMap(({ id, key, subscription }) => {
    const [deadline, recipient] = [wanted.get(key), recipientOf.get(subscription)];
    if (!deadline || !recipient || recipient.wants(deadline)) return [];
    return [{ id, outcome: moved.has(deadline.dossier) ? 'transferred' : 'unconfirmed' }];
  });
  if (unwanted.length === 0) return;
  await sql`
    update reminder set state = 'cancelled', outcome = unwanted.outcome, changed_at = ${now}
    from unnest(${unwanted.map(({ id }) => id)}::uuid[], ${unwanted.map(({ outcome }) => outcome)}::text[])
      as unwanted (id, outcome)
    where reminder.id = unwanted.id
  `.execute(tx);
}
