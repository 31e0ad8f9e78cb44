import { z } from 'zod';
import { Name } from '#domain/text/text.js';
import { EVENT_TYPES } from './event-types.js';
import type { Subject } from './message.js';

const MOST = 200;
const ids = z.array(z.uuid()).min(1).max(MOST).optional();

/** What a subscriber wants to hear of: everything that passes all of the lists given. An absent list lets all pass. */
export const FilterSchema = z
  .strictObject({
    providers: ids.describe('ids'),
    dossiers: ids.describe('ids'),
    schemes: z.array(Name).min(1).max(MOST).optional().describe('slugs'),
    eventTypes: z.array(z.enum(EVENT_TYPES)).min(1).max(MOST).optional().describe('for changes only'),
    changes: z.boolean().default(true).describe('tell what is recorded'),
    deadlines: z.boolean().default(true).describe('remind of deadlines'),
  })
  .refine(({ changes, deadlines }) => changes || deadlines, { error: 'must ask for changes, deadlines or both' })
  .meta({ id: 'SubscriptionFilter' });

export type Filter = z.infer<typeof FilterSchema>;

/** Where a change or deadline belongs; `null` where it has no such thing, which then passes no list of such things. */
export interface Place {
  provider: string | null;
  dossier: string | null;
  scheme: string | null;
}

export const placeOf = ({ provider, dossier, scheme }: Subject): Place => ({
  provider: provider?.id ?? null,
  dossier: dossier?.id ?? null,
  scheme,
});

export const wantsChange = (filter: Filter, type: string, place: Place): boolean =>
  filter.changes && passes(filter.eventTypes, type) && isIn(filter, place);

export const wantsDeadline = (filter: Filter, place: Place): boolean => filter.deadlines && isIn(filter, place);

const isIn = (filter: Filter, { provider, dossier, scheme }: Place): boolean =>
  passes(filter.providers, provider) && passes(filter.dossiers, dossier) && passes(filter.schemes, scheme);

const passes = (list: readonly string[] | undefined, value: string | null): boolean =>
  list === undefined || (value !== null && list.includes(value));
