import { dossierNames } from '#ledger/dossier-names.js';
import { dayIn } from '#domain/date/day.js';
import type { Weekday } from '#domain/date/weekday.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';
import { dossierTitle, schemeName, statusWord } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, registerNames } from './filter.js';
import type { Mode } from './new-subscription.js';

/** Of what a filter lists. */
export interface FilterNames {
  providers: ReadonlyMap<string, string>;
  dossiers: ReadonlyMap<string, string>;
  schemes: Schemes;
  /** By slug. */
  registers: ReadonlyMap<string, string>;
}

export type LabelledValue = [label: string, value: string];

/** What a subscription includes, for whoever is to confirm it. */
interface Followed {
  filter: Filter;
  channel: 'email' | 'webhook';
  mode: Mode;
  digestDay?: Weekday | undefined;
  language: Language;
}

/** One line per condition of the filter, as of now, and how often emails are sent. */
export async function followedInWords(
  { filter, channel, mode, digestDay = 'monday', language }: Followed,
  { events, catalogue, now }: { events: EventStore<LedgerEvent>; catalogue: SchemeCatalogue; now: Date },
): Promise<LabelledValue[]> {
  const { providers = [], dossiers = [] } = filter;
  const schemes = await catalogue.at();
  const places = await dossierNames(events, dossiers, dayIn('UTC', now));
  const called = await events.loadAll(providers.map(providerStream), providerModel, { skipUnreadable: true });
  const names = {
    providers: new Map(providers.map((id) => [id, providerRefOf(id, called.get(providerStream(id))).name])),
    dossiers: new Map([...places].map(([id, place]) => [id, dossierTitle(place, schemes, language)])),
    schemes,
    registers: await registerNames(catalogue),
  };
  const [topics, ...conditions] = filterInWords(filter, names, language);
  const { scope, everything } = phrases(language).awaitedSubscription;
  const isAll = (filter.providers ?? filter.dossiers ?? filter.schemes ?? filter.registers) === undefined;
  const frequency: LabelledValue = [
    phrases(language).console.subscriptionForm.mode,
    capitalized(frequencyInWords({ mode, digestDay }, language)),
  ];
  return [
    ...(topics ? [topics] : []),
    ...(isAll ? [[scope, everything] satisfies LabelledValue] : []),
    ...conditions,
    ...(channel === 'email' ? [frequency] : []),
  ];
}

/** How often emails about events are sent. */
export function frequencyInWords({ mode, digestDay }: { mode: Mode; digestDay: Weekday }, language: Language): string {
  const t = phrases(language).console.subscriptionForm;
  return mode === 'weekly' ? t.weeklyOn(phrases(language).mail.general.weekdays[digestDay]) : t.modes[mode];
}

/** One line per condition of the filter. */
export function filterInWords(filter: Filter, names: FilterNames, language: Language): LabelledValue[] {
  const t = phrases(language).console.subscriptionForm;
  const follows = filter.changes ? (filter.deadlines ? 'both' : 'changes') : 'deadlines';
  return [
    [t.follows, capitalized(t.followsChoice[follows])],
    ...told(t.schemes, filter.schemes, (slug) => schemeName(slug, names.schemes, language)),
    ...told(t.providers, filter.providers, (id) => names.providers.get(id) ?? id),
    ...told(t.dossiers, filter.dossiers, (id) => names.dossiers.get(id) ?? id),
    ...told(t.registers, filter.registers, (slug) => names.registers.get(slug) ?? slug),
    ...told(t.becomes, filter.becomes, (status) => statusWord(status, undefined, language)),
    ...told(t.eventTypes, filter.eventTypes, (type) => phrases(language).events.types[type].name),
    ...told(t.deadlineKinds, filter.deadlineKinds, (kind) => phrases(language).mail.reminders.kind[kind]),
    ...flag(t.statusChange, filter.statusChange, language),
    ...flag(t.confirmedOnly, filter.confirmedOnly, language),
  ];
}

const told = <T>(label: string, values: readonly T[] | undefined, word: (value: T) => string): LabelledValue[] =>
  values ? [[label, values.map(word).join(', ')]] : [];

const flag = (label: string, value: boolean | undefined, language: Language): LabelledValue[] =>
  value ? [[label, phrases(language).console.subscriptionForm.yes]] : [];
