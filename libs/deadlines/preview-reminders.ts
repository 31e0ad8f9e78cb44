import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { dayIn, type Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { answerKey, answersNow } from './answers.js';
import { deadlinesOfFacts, type Place, type Placed } from './deadlines-of-facts.js';
import { PLANNING } from './injected-planning.js';
import { keptDeadlines } from './kept-deadlines.js';
import { laddersOf } from './ladders-of.js';
import { toldOf } from './plan-news.js';
import type { Planning, Recipient } from './planning.js';
import { rungsFor } from './rungs-for.js';
import { rungsOfNews } from './rungs-of-news.js';
import { datesOf } from './store-deadlines.js';
import type { ReminderView } from './reminder-view.js';

/** A reminder that would come, or would have come. */
export type Foreseen = Pick<ReminderView, 'rung' | 'day' | 'fireAt' | 'because' | 'escalation'> & {
  deadline: Deadline;
  dossier: string;
  subscription: string;
};

export interface Preview {
  /** Of deadlines that are new, moved or open again: all of their reminders, however far ahead. */
  planned: Foreseen[];
  /** That are planned for dates that would move. */
  superseded: Foreseen[];
  /** That are planned for deadlines that would be met, cancelled or no more. */
  cancelled: Foreseen[];
}

/** Who would be reminded when, if the facts of a dossier were others. Nothing is planned. */
export class PreviewReminders extends Query<Preview> {
  constructor(
    readonly dossier: string,
    readonly facts: { before: DossierFacts; after: DossierFacts },
  ) {
    super();
  }
}

@QueryHandler(PreviewReminders)
export class PreviewRemindersHandler implements IQueryHandler<PreviewReminders> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ dossier, facts }: PreviewReminders): Promise<Preview> {
    const about = { day: this.planning.clock.today(this.planning.zone), dependents: await this.#dependents(dossier) };
    const before = await deadlinesOfFacts(this.planning, dossier, facts.before, about);
    const after = await deadlinesOfFacts(this.planning, dossier, facts.after, about);
    const pairs: Pair[] = [...new Set([...before.keys(), ...after.keys()])].map((key) => [
      before.get(key),
      after.get(key),
    ]);
    const hasMoved = ([was, is]: Pair) => was && is && datesOf(was.deadline) !== datesOf(is.deadline);
    const recipients = await this.planning.recipients(this.db);
    const ending = pairs.filter(([was, is]) => isDue(was) && !isDue(is));
    const moving = pairs.filter((pair) => isDue(pair[0]) && isDue(pair[1]) && hasMoved(pair));
    const coming = pairs.filter((pair) => isDue(pair[1]) && (!isDue(pair[0]) || hasMoved(pair)));
    return {
      planned: await this.#ahead(coming, recipients),
      superseded: await this.#planned(moving, recipients),
      cancelled: await this.#planned(ending, recipients),
    };
  }

  async #dependents(dossier: string): Promise<Place[]> {
    return this.db
      .selectFrom('dossier_plan')
      .select(['provider', 'dossier', 'scheme'])
      .where(sql<boolean>`depends_on @> array[${dossier}]::uuid[]`)
      .orderBy('dossier')
      .execute();
  }

  /** Of deadlines as they stand. None of those that planning has not come to yet. */
  async #planned(pairs: readonly Pair[], recipients: readonly Recipient[]): Promise<Foreseen[]> {
    const placed = new Map(pairs.flatMap(([was]) => (was ? [[was.deadline.key, was] as const] : [])));
    const kept = await keptDeadlines(this.db, this.planning, [...placed.keys()]);
    const ladders = await laddersOf(this.db, this.planning, kept, { recipients, whose: {} });
    return ladders.flatMap(({ deadline: { key }, state, rung, day, fireAt, because, escalation, subscription }) => {
      const was = placed.get(key);
      if (state !== 'planned' || !was) return [];
      const about = { deadline: was.deadline, dossier: was.place.dossier, subscription: subscription.id };
      return [{ ...about, rung, day, fireAt, because, escalation }];
    });
  }

  /** Of deadlines as they would stand. One that opens again, with the dates that it had, was told of and answered before. */
  async #ahead(pairs: readonly Pair[], recipients: readonly Recipient[]): Promise<Foreseen[]> {
    const { clock, zone, schemes } = this.planning;
    const now = clock.now();
    const today = clock.today(zone);
    const round = { now, today, planning: this.planning, todayIn: (other: string) => dayIn(other, now) };
    const versions = await this.#openAgain(pairs);
    const told = await toldOf({ tx: this.db, now }, [...versions.keys()]);
    const answers = await answersNow(this.db, [...versions.keys()]);
    const known = await schemes.at();
    return pairs.flatMap(([was, is]) => {
      if (!is) return [];
      const { deadline, place } = is;
      const scheme = known.get(place.scheme);
      const mayBeNews = !bothOver(was, is, today);
      return recipients
        .filter((recipient) => recipient.wants(place))
        .flatMap((recipient) => {
          const { subscription, wishes } = recipient;
          const answer = answers.get(answerKey(deadline.key, versions.get(deadline.key) ?? 0, subscription));
          const ladder = rungsFor(deadline, recipient, answer, { scheme, zone });
          const isNews = mayBeNews && !told.has(`${deadline.key} ${subscription}`);
          return rungsOfNews(deadline, recipient, () => ladder, { isNews, round })
            .filter(({ outcome }) => outcome === null)
            .map(({ rung, day, fireAt, because }) => ({
              ...{ deadline, dossier: place.dossier, subscription },
              ...{ rung, day, fireAt, because, escalation: wishes.role === 'escalation' },
            }));
        });
    });
  }

  /** Their versions, by key. */
  async #openAgain(pairs: readonly Pair[]): Promise<Map<string, number>> {
    const dates = new Map(pairs.flatMap(([, is]) => (is ? [[is.deadline.key, datesOf(is.deadline)] as const] : [])));
    const rows = await this.db
      .selectFrom('deadline')
      .select(['key', 'version', 'due', 'opens', 'lapses'])
      .where(sql<boolean>`key = any(${[...dates.keys()]})`)
      .execute();
    return new Map(rows.filter((row) => datesOf(row) === dates.get(row.key)).map(({ key, version }) => [key, version]));
  }
}

/** A deadline as it stands, and as it would. */
type Pair = readonly [Placed | undefined, Placed | undefined];

const isDue = (placed: Placed | undefined): placed is Placed =>
  placed?.deadline.state === 'open' || placed?.deadline.state === 'missed';

/** A date in the past that becomes another one in the past is no news. */
const bothOver = (was: Placed | undefined, is: Placed, today: Day): boolean =>
  isDue(was) && latest(was.deadline.due) < today && latest(is.deadline.due) < today;
