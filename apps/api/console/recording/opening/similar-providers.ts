import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListProviders } from '#projections/list-providers.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { Refusal } from '#domain/refusal.js';
import { fold, slugOf } from '#domain/text/fold.js';
import { ProviderIds } from '#providers/provider-ids.js';

export type Called = Pick<ProviderRef, 'id' | 'slug' | 'name'>;

const SHOWN = 8;
const WORDS_LOOKED_FOR = 5;

/** Words that many providers have in their names. */
const COMMON: ReadonlySet<string> = new Set(['cloud', 'france', 'group', 'groupe', 'service', 'services', 'solutions']);

/** Providers that any word of a name may lead to, by any name that they go or went by. */
@Injectable()
export class SimilarProviders {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
  ) {}

  /** The one that a name leads to, if it is one only. The board may not have heard of it yet: its slug leads there, too. */
  async called(name: string): Promise<Called[]> {
    for (const asked of [slugOf(name), name].filter((one) => one !== ''))
      try {
        return [{ ...(await this.providers.find(asked)), name }];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    return [];
  }

  async to(name: string, asOf: Day): Promise<Called[]> {
    const words = fold(name).split(' ');
    const telling = words.filter((word) => word.length >= 3 && !COMMON.has(word));
    const found = new Map<string, Called>();
    for (const word of (telling.length > 0 ? telling : [fold(name)]).slice(0, WORDS_LOOKED_FOR)) {
      const { items } = await this.queries.execute(
        new ListProviders({ asOf, knownAt: undefined, name: word, limit: SHOWN }),
      );
      for (const item of items) found.set(item.id, item);
    }
    return [...found.values()].slice(0, SHOWN);
  }
}
