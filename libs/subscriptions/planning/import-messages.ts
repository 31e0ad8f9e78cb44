import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Day } from '#domain/date/day.js';
import type { DossierRecord } from '#domain/dossier/facts.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type Place, placesOnDossier, standings } from '../messages/changes-of.js';
import { type Filter, type FilteredChange, wantsChange } from '../filter.js';
import { isHistory } from './fan-out.js';

export interface ImportMessages {
  /** One per recent event and subscription. */
  events: number;
  /** Daily digests that would contain recent events. */
  digests: number;
  /** Messages about past events: one per subscription. */
  summaries: number;
}

export const NO_MESSAGES: ImportMessages = { events: 0, digests: 0, summaries: 0 };

interface Audience {
  filter: Filter;
  immediate: number;
  daily: number;
  /** Events that they would receive. */
  news: number;
  history: number;
}

export class ImportMessageCount {
  private constructor(
    private readonly audiences: readonly Audience[],
    private readonly rule: { today: Day; schemes: Schemes },
  ) {}

  static async of(db: Kysely<Database>, rule: { today: Day; schemes: Schemes }): Promise<ImportMessageCount> {
    const rows = await db
      .selectFrom('subscription')
      .select([
        'filter',
        sql<'immediate' | 'daily'>`case mode when 'immediate' then mode else 'daily' end`.as('mode'),
        (eb) => eb.fn.countAll<number>().as('count'),
      ])
      .where('state', '=', 'active')
      .groupBy(['filter', 'mode'])
      .execute();
    const audiences = rows.map(({ filter, mode, count }) => ({
      ...{ filter: filter as Filter, immediate: 0, daily: 0, news: 0, history: 0 },
      [mode]: count,
    }));
    return new ImportMessageCount(audiences, rule);
  }

  addProvider(provider: string, events: readonly LedgerEvent[]): void {
    for (const event of events) this.#add(event, [{ provider, dossier: null, scheme: null }]);
  }

  /** @param record with the new events, which are recorded on `today` in UTC; `from`: the version of the first one */
  addDossier(dossier: string, record: DossierRecord, from: number): void {
    const { schemes, today } = this.rule;
    if (this.audiences.length === 0) return;
    const stepAt = standings(dossier, record, 'UTC');
    for (const entry of record.slice(from - 1)) {
      const { status, facts } = stepAt(entry.version, schemes);
      if (facts) this.#add({ ...entry.event, status }, placesOnDossier(dossier, facts, entry, today));
    }
  }

  get messages(): ImportMessages {
    const sum = (of: (audience: Audience) => number) => this.audiences.reduce((all, one) => all + of(one), 0);
    return {
      events: sum(({ immediate, news }) => immediate * news),
      digests: sum(({ daily, news }) => (news > 0 ? daily : 0)),
      summaries: sum(({ immediate, daily, history }) => (history > 0 ? immediate + daily : 0)),
    };
  }

  #add(change: FilteredChange & { occurred?: string | undefined }, places: readonly Place[]): void {
    const counted = isHistory(change, this.rule.today) ? 'history' : 'news';
    for (const audience of this.audiences) if (wantsChange(audience.filter, change, places)) audience[counted] += 1;
  }
}
