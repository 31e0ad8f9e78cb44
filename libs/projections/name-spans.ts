import { addDays, END_OF_TIME } from '#domain/date/day.js';
import { liveEvents } from '#domain/correction/live.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { calledInTime } from '#domain/provider/names.js';
import type { ProviderRecord } from '#domain/provider/provider.js';
import { BEGINNING_OF_TIME } from '#domain/dossier/spans.js';
import type { SpanTable } from './span-table.js';
import type { Stretch } from './stretch.js';

/** What a provider was called. */
export const nameTable: SpanTable<string> = {
  name: 'provider_span',
  owner: 'provider',
  columns: { name: 'text' },
  valuesOf: (name) => [name],
  textOf: (name) => name,
};

/** The names that are known from a record, from the beginning of time to its end without a gap. */
export function nameStretches(record: ProviderRecord): Stretch<string>[] {
  const stretches: Stretch<string>[] = [];
  for (const { name, since } of calledInTime(liveEvents(record, ProviderEventSchema))) {
    const last = stretches.at(-1);
    if (last?.value === name) continue;
    if (last && since !== null) last.to = addDays(since, -1);
    const from = last && since !== null ? since : BEGINNING_OF_TIME;
    stretches.push({ key: '', value: name, text: name, from, to: END_OF_TIME });
  }
  return stretches;
}
