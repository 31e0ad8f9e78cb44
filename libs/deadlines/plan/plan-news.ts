import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import { earliestDayAt, type Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { answersTo } from '../rungs/answers.js';
import type { Outlook } from '../keeping/outlook.js';
import { planReminders, type Choice, type Plannable } from './plan-reminders.js';
import type { Round } from '../round.js';
import { rungsOfNews } from '../rungs/rungs-of-news.js';
import type { Stored } from '../keeping/store-deadlines.js';

/** What made a dossier's deadlines be looked at: the position of what was recorded last, and since when it is owed. */
export interface Prompted {
  heard: number;
  since: Date;
}

/** The dossiers that deadlines are of, and what made each be looked at. */
export interface Known {
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
