import { z } from 'zod';
import { dayIn } from '#domain/date/day.js';
import type { Weekday } from '#domain/date/weekday.js';
import { DEADLINE_KINDS, type DeadlineKind } from '#domain/deadline/deadline.js';
import { dossierModel } from '#domain/dossier/facts.js';
import { STATUSES } from '#domain/dossier/status.js';
import { dossierStream, isNews, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { RegisterSlug } from '#domain/register/register.js';
import { refuse } from '#domain/refusal.js';
import { confirms, type Source } from '#domain/source/source.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import type { EventStore } from '#event-store/event-store.js';
import { dossierTitle, schemeName, statusWord } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { dossierNames } from '#ledger/dossier-names.js';
import type { Place } from './messages/changes-of.js';
import { type Change, EVENT_TYPES, isStandingChanged, NO_STANDING } from './messages/message.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Mode } from './subscription.js';

const MOST = 200;
const listOf = <T extends z.ZodType>(item: T, most = MOST) => z.array(item).min(1).max(most).optional();

/**
 * Selects the changes and deadlines of a subscription or feed: those that match all given lists. An absent list matches
 * everything.
 */
export const FilterSchema = z
  .strictObject({
    providers: listOf(z.uuid()).describe('ids'),
    dossiers: listOf(z.uuid()).describe('ids'),
    schemes: listOf(Name).describe('slugs'),
    registers: listOf(RegisterSlug).describe(
      'slugs; for changes only: readings of these registers, and what they changed',
    ),
    eventTypes: listOf(z.enum(EVENT_TYPES)).describe('for changes only'),
    statusChange: z
      .boolean()
      .optional()
      .describe(
        'for changes only: events that change the status or the stage of a dossier, or the confirmation of either',
      ),
    becomes: listOf(z.enum(STATUSES), STATUSES.length).describe(
      'for changes only: events that result in one of these statuses',
    ),
    confirmedOnly: z
      .boolean()
      .optional()
      .describe('only events confirmed by the authority, and deadlines based on them or set by an officer'),
    deadlineKinds: listOf(z.enum(DEADLINE_KINDS), DEADLINE_KINDS.length).describe('for deadlines only'),
    changes: z.boolean().default(true).describe('send recorded events'),
    deadlines: z.boolean().default(true).describe('send deadline reminders'),
  })
  .refine(({ changes, deadlines }) => changes || deadlines, { error: because('filter-empty') })
  .meta({ id: 'SubscriptionFilter' });

export type Filter = z.infer<typeof FilterSchema>;

export interface FilteredChange {
  type: LedgerEvent['type'];
  source?: Source | undefined;
  status?: Change['status'] | undefined;
}

export interface FilteredDeadline {
  place: Place;
  kind: DeadlineKind;
  /** Based on a confirmed fact, or set by an officer. */
  confirmed: boolean;
}

/**
 * What is no news of its own, only a filter that names the type wants.
 *
 * @param places the provider, dossier and scheme of the change; several for a transfer
 */
export const wantsChange = (filter: Filter, change: FilteredChange, places: readonly Place[]): boolean =>
  filter.changes &&
  (isNews(change.type) || filter.eventTypes !== undefined) &&
  passes(filter.eventTypes, change.type) &&
  places.some((place) => isIn(filter, place) && passes(filter.registers, place.register ?? null)) &&
  (!filter.statusChange || changesStatus(change)) &&
  (!filter.becomes || leadsTo(filter.becomes, change)) &&
  (!filter.confirmedOnly || isConfirmed(change));

export const wantsDeadline = (filter: Filter, { place, kind, confirmed }: FilteredDeadline): boolean =>
  filter.deadlines && passes(filter.deadlineKinds, kind) && isIn(filter, place) && (!filter.confirmedOnly || confirmed);

const changesStatus = ({ status }: FilteredChange): boolean => (status ? isStandingChanged(status) : false);

function leadsTo(statuses: NonNullable<Filter['becomes']>, { status }: FilteredChange): boolean {
  if (!status?.after || status.after.status === (status.before ?? NO_STANDING).status) return false;
  return statuses.includes(status.after.status);
}

/**
 * Whether the source confirms the change. Events without a source, corrections and retractions count as confirmed if the
 * status before or after them is.
 */
function isConfirmed({ type, source, status }: FilteredChange): boolean {
  if (source && confirms(source)) return true;
  if (source && type !== 'EventCorrected' && type !== 'EventRetracted') return false;
  return (status?.before?.confirmed ?? false) || (status?.after?.confirmed ?? false);
}

const isIn = (filter: Filter, { provider, dossier, scheme }: Place): boolean =>
  passes(filter.providers, provider) && passes(filter.dossiers, dossier) && passes(filter.schemes, scheme);

const passes = (list: readonly string[] | undefined, value: string | null): boolean =>
  list === undefined || (value !== null && list.includes(value));

/**
 * Checks that everything that a filter refers to is on record.
 *
 * @param at field of the request that contains an entry, for refusals
 * @throws Refusal not-found
 */
export async function assertFilter(
  filter: Filter,
  { events, schemes }: { events: EventStore<LedgerEvent>; schemes: SchemeCatalogue },
  at = (list: string, index: number): string => `filter.${list}.${index}`,
): Promise<void> {
  for (const [index, id] of (filter.providers ?? []).entries())
    if ((await events.load(providerStream(id), providerModel)).version === 0)
      throw refuse('not-found', at('providers', index), 'provider-not-found', { provider: id });
  for (const [index, id] of (filter.dossiers ?? []).entries())
    if ((await events.load(dossierStream(id), dossierModel)).version === 0)
      throw refuse('not-found', at('dossiers', index), 'dossier-not-found', { dossier: id });
  const known = await schemes.at();
  for (const [index, slug] of (filter.schemes ?? []).entries())
    if (!known.has(slug)) throw refuse('not-found', at('schemes', index), 'filter-scheme-not-found', { scheme: slug });
  const registers = filter.registers ? [...(await registerNames(schemes)).keys()] : [];
  for (const [index, slug] of (filter.registers ?? []).entries())
    if (!registers.includes(slug))
      throw refuse('not-found', at('registers', index), 'register-not-found', { slug, registers });
}

export const registerNames = async (schemes: SchemeCatalogue): Promise<Map<string, string>> =>
  new Map([...(await schemes.registers())].map(([slug, { register }]) => [slug, register.name]));

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

export function frequencyInWords({ mode, digestDay }: { mode: Mode; digestDay: Weekday }, language: Language): string {
  const t = phrases(language).console.subscriptionForm;
  return mode === 'weekly' ? t.weeklyOn(phrases(language).mail.general.weekdays[digestDay]) : t.modes[mode];
}

export function filterInWords(filter: Filter, names: FilterNames, language: Language): LabelledValue[] {
  const { subscriptionForm: t, terms } = phrases(language).console;
  const follows = filter.changes ? (filter.deadlines ? 'both' : 'changes') : 'deadlines';
  return [
    [t.follows, capitalized(t.followsChoice[follows])],
    ...listed(terms.schemes, filter.schemes, (slug) => schemeName(slug, names.schemes, language)),
    ...listed(terms.providers, filter.providers, (id) => names.providers.get(id) ?? id),
    ...listed(terms.dossiers, filter.dossiers, (id) => names.dossiers.get(id) ?? id),
    ...listed(terms.registers, filter.registers, (slug) => names.registers.get(slug) ?? slug),
    ...listed(t.becomes, filter.becomes, (status) => statusWord(status, undefined, language)),
    ...listed(t.eventTypes, filter.eventTypes, (type) => phrases(language).events.types[type].name),
    ...listed(t.deadlineKinds, filter.deadlineKinds, (kind) => phrases(language).mail.reminders.kind[kind]),
    ...flag(t.statusChange, filter.statusChange, language),
    ...flag(t.confirmedOnly, filter.confirmedOnly, language),
  ];
}

const listed = <T>(label: string, values: readonly T[] | undefined, word: (value: T) => string): LabelledValue[] =>
  values ? [[label, values.map(word).join(', ')]] : [];

const flag = (label: string, value: boolean | undefined, language: Language): LabelledValue[] =>
  value ? [[label, phrases(language).console.subscriptionForm.yes]] : [];
