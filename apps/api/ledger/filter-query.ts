import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { RegisterSlug } from '#domain/register/register.js';
import { EventStore } from '#event-store/event-store.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, type Filter } from '#subscriptions/filter.js';
import { EVENT_TYPES } from '#subscriptions/messages/message.js';
import { about, listOf, yesOrNo } from '../http/query-fields.js';
import { eventExample } from './dossier-answer.js';

const oneOf = <const T extends string>(values: readonly T[]) => z.enum(values);

/** The filter of a subscription as query parameters; lists are separated by commas. */
export const filterFields = {
  ...about,
  registers: listOf(RegisterSlug, ['fedramp-marketplace']).describe(
    'Only readings of these registers, by slug, and what they changed; does not filter deadlines.',
  ),
  eventTypes: listOf(oneOf(EVENT_TYPES as LedgerEvent['type'][]), [eventExample.type, 'GrantWithdrawn']).describe(
    'Only events of these types; does not filter deadlines.',
  ),
  statusChange: yesOrNo(
    'Only events that change the status or the stage of a dossier, or the confirmation of either; does not filter deadlines.',
  ),
  becomes: listOf(oneOf(STATUSES), ['granted', 'withdrawn']).describe(
    'Only events that result in one of these statuses; does not filter deadlines.',
  ),
  confirmedOnly: yesOrNo('Only events confirmed by the authority, and deadlines based on them or set by an officer.'),
  deadlineKinds: listOf(oneOf(DEADLINE_KINDS), ['grant-end', 'renewal-window']).describe(
    'Only deadlines of these kinds; does not filter changes.',
  ),
};

type FilterQuery = z.output<z.ZodObject<typeof filterFields>>;

@Injectable()
export class QueryFilters {
  constructor(
    private readonly providers: ProviderIds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /**
   * Other fields of the query are ignored.
   *
   * @throws Refusal not-found
   */
  async of(query: FilterQuery): Promise<Filter> {
    const { dossiers, schemes, registers, eventTypes, statusChange, becomes, confirmedOnly, deadlineKinds } = query;
    const providers = await this.providers.ofFilter(query.providers);
    const filter: Filter = {
      ...{ providers, dossiers, schemes, registers, eventTypes, statusChange, becomes, confirmedOnly, deadlineKinds },
      ...{ changes: true, deadlines: true },
    };
    await assertFilter(filter, { events: this.events, schemes: this.schemes }, (list) => list);
    return filter;
  }
}

/** Whether it excludes nothing. */
export const isOpenFilter = ({ changes: _, deadlines: __, ...lists }: Filter): boolean =>
  Object.values(lists).every((value) => value === undefined || value === false);
