import { Inject, Injectable } from '@nestjs/common';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { READING } from '#domain/register/register-events.js';
import { Refusal, refuse } from '#domain/refusal.js';
import { confirms, type Source } from '#domain/source/source.js';
import { Dossiers, type Viewpoint } from '#dossiers/dossiers-and-providers.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { summaryWithTitle } from '#language/describe-event.js';
import { statusWord } from '#language/describe-standing.js';
import { contentOf, timelinesIn, type TimelineEntry } from '#ledger/get-timeline.js';
import { DeadlineLists } from '#projections/list-deadlines.js';
import { DifferenceLists } from '#projections/list-differences.js';
import { DossierLists } from '#projections/list-dossiers.js';
import { decodeCursor, type Page, pageOf } from '#projections/page.js';
import { Search } from '#projections/search/search.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ListPosition, Viewpoints } from '../http/reading.js';
import { dossierAnswerOf } from '../ledger/dossier-answer.js';
import { reject } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import type { Answered, Asked, ToolName } from './tools.js';

type Answers = { [T in ToolName]: (asked: Asked<T>, look: Look) => Promise<Answered<T>> };
type Named = Pick<Asked<'why'>, 'dossier' | 'provider' | 'scheme'>;

/** Of one history. */
const MOST_DOSSIERS = 200;
/** Events cited with a status in a list, and given in an explanation. */
export const MOST_CITED = 6;
export const MOST_EVENTS = 50;

/** What the tools answer: the queries of REST, with the event behind each statement and where people find it. */
@Injectable()
export class AssistantAnswers implements Answers {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly search: Search,
    private readonly dossiers: Dossiers,
    private readonly dossierLists: DossierLists,
    private readonly deadlineLists: DeadlineLists,
    private readonly differences: DifferenceLists,
    private readonly providers: ProviderIds,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    readonly lists: ListPosition,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async find({ query: text, kind, limit, asOf = this.viewpoints.today() }: Asked<'find'>) {
    const found = (await this.search.find({ text, kind, limit, asOf })).flatMap((one) => one.found);
    const entries = found.flatMap((one) => (one.kind === 'scheme' ? [] : [one]));
    const schemes = found.flatMap((one) => (one.kind === 'scheme' ? [one] : []));
    const streams = entries.map((one) =>
      one.dossier ? dossierStream(one.dossier.id) : providerStream(one.provider.id),
    );
    const eventOf = await this.#events(streams, []);
    const at = { asOf, knownAt: null };
    return {
      asOf,
      items: entries.map(({ dossier, provider, event, ...entry }) => ({
        ...{ ...entry, dossier, provider, because: eventOf.get(event ?? '') ?? null },
        address: dossier ? this.#page('dossiers', dossier.id, at) : this.#page('providers', provider.id, at),
      })),
      schemes: schemes.map(({ slug, name, milestone }) => ({
        ...{ scheme: slug, name, milestone: milestone?.code ?? null, address: this.#page('schemes', slug) },
      })),
    };
  }

  async status(asked: Asked<'status'>, look: Look) {
    const at = await this.viewpoints.of(asked, look);
    const { items, next } = await this.#dossiers(asked, at);
    const ids = items.flatMap(({ because }) => because);
    const eventOf = await this.#events(
      items.map(({ id }) => dossierStream(id)),
      ids,
      at,
    );
    const standings = items.map(async (view) => {
      const latestFirst = view.because.flatMap((id) => eventOf.get(id) ?? []).reverse();
      const officialFirst = latestFirst.toSorted((a, b) => Number(b.confirmed) - Number(a.confirmed));
      return { ...(await this.#standing(view, at)), because: officialFirst.slice(0, MOST_CITED) };
    });
    return { asOf: at.asOf, knownAt: at.knownAt, next, items: await Promise.all(standings) };
  }

  async history(asked: Asked<'history'>, look: Look) {
    const { dossier, provider, scheme, limit, cursor, knownAt } = asked;
    if ((dossier ?? provider) === undefined) throw reject('dossier', 'required');
    const at = await this.viewpoints.of({ knownAt }, look);
    const { items, next } = await this.#dossiers({ dossier, provider, scheme, limit: MOST_DOSSIERS }, at);
    if (next !== null) throw refuse('name-ambiguous', 'dossier', 'several-match');
    const dossiers = new Map(items.map((one) => [dossierStream(one.id), one]));
    const { providers = [] } = await this.#chosen((dossier ?? scheme) === undefined ? { provider } : {}, at);
    const streams = [...dossiers.keys(), ...providers.map(providerStream)];
    const events = [...(await timelinesIn(this.events, streams, at.upTo))].flatMap(([stream, entries]) => {
      const { id = null, scheme: about = null } = dossiers.get(stream) ?? {};
      const address = id === null ? this.#page('providers', streamId(stream)) : this.#page('dossiers', id, at);
      return entries.map((entry) => ({ ...eventOf(entry), dossier: id, scheme: about, address }));
    });
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor)[0]);
    const rest = events.filter(({ position }) => position > after).sort((a, b) => a.position - b.position);
    return { knownAt: at.knownAt, ...pageOf(rest, limit, ({ position }) => [position]) };
  }

  async difference({ status, limit, cursor, ...asked }: Asked<'difference'>, look: Look) {
    const from = this.viewpoints.day({ asOf: asked.from, knownAt: asked.fromKnownAt });
    const to = this.viewpoints.day({ asOf: asked.to, knownAt: asked.toKnownAt });
    const chosen = await this.#chosen(asked, { look });
    const { items, next } = await this.differences.page({ status, limit, cursor, from, to, ...chosen });
    const ids = items.flatMap(({ because }) => because.map(({ id }) => id));
    const eventOf = await this.#events(
      items.map(({ id }) => dossierStream(id)),
      ids,
    );
    const pointOf = ({ asOf, knownAt }: typeof from) => ({ asOf, knownAt: knownAt?.toISOString() ?? null });
    return {
      ...{ from: pointOf(from), to: pointOf(to), next },
      items: items.map((item) => ({
        ...item,
        because: item.because.map((cause) => ({ ...cause, confirmed: eventOf.get(cause.id)?.confirmed ?? null })),
        address: this.#page('dossiers', item.id, pointOf(to)),
      })),
    };
  }

  async expiring({ within, state, kind, limit, cursor, ...asked }: Asked<'expiring'>, look: Look) {
    const at = await this.viewpoints.of(asked, look);
    const { items, next } = await this.deadlineLists.page({
      ...{ within, state, limit, cursor, kind: kind === 'all' ? undefined : kind },
      ...this.viewpoints.day(asked),
      ...(await this.#chosen(asked, at)),
    });
    const owners = items.flatMap(({ dossier, dependsOn }) => [dossier.id, ...(dependsOn === null ? [] : [dependsOn])]);
    const eventOf = await this.#events(
      owners.map(dossierStream),
      items.map(({ event }) => event),
      at,
    );
    return {
      ...{ asOf: at.asOf, knownAt: at.knownAt, next },
      items: items.map((item) => ({
        ...item,
        confirmed: item.kind === 'officer-set' ? null : item.confirmed,
        because: eventOf.get(item.event) ?? null,
        address: this.#page('dossiers', item.dossier.id, at),
      })),
    };
  }

  async why({ dossier, provider, scheme, ...when }: Asked<'why'>, look: Look) {
    const at = await this.viewpoints.of(when, look);
    const { items, next } = await this.#dossiers({ dossier, provider, scheme, limit: 1 }, at);
    const [view] = items;
    if (next !== null) throw refuse('name-ambiguous', 'dossier', 'several-match');
    const named = [provider, scheme].join(' ').trim();
    if (!view) throw refuse('not-found', 'dossier', 'dossier-not-found', { dossier: named });
    const { because, grants, milestones, targets, warnings } = view;
    const steps = [...milestones, ...targets].map(({ event }) => event);
    const ids = [...new Set([...because, ...steps, ...[...grants, ...warnings].flatMap(({ events }) => events)])];
    const eventOf = await this.#events([dossierStream(view.id)], ids, at);
    const events = ids.slice(0, MOST_EVENTS).flatMap((id) => eventOf.get(id) ?? []);
    return { ...(await this.#standing(view, at)), events, more: ids.length - events.length };
  }

  /** What may be meant by arguments that name nothing, or several: dossiers, or what is written like it, each once. */
  async candidates({ dossier, provider, scheme }: Named, look: Look) {
    const listed =
      dossier === undefined &&
      (await this.status({ provider, scheme, limit: MOST_CANDIDATES }, look).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      }));
    if (listed) return listed.items;
    const { items } = await this.find({ query: dossier ?? provider ?? '', limit: MOST_CANDIDATES });
    return [...new Map(items.map((one) => [one.address, one])).values()].slice(0, MOST_CANDIDATES);
  }

  /** @throws Refusal not-found, name-ambiguous */
  async #chosen({ provider, scheme }: Named, { upTo, look }: Pick<Viewpoint, 'upTo' | 'look'>) {
    if (scheme !== undefined) schemeOf(scheme, await this.schemes.at(upTo, look), 'scheme');
    return {
      providers: provider === undefined ? undefined : [await this.providers.of(provider, 'provider', look)],
      schemes: scheme === undefined ? undefined : [scheme],
    };
  }

  /** @throws Refusal not-found, name-ambiguous */
  async #dossiers(
    { dossier, ...asked }: Omit<Asked<'status'>, 'asOf' | 'knownAt'>,
    at: Viewpoint,
  ): Promise<Page<DossierView>> {
    if (dossier !== undefined)
      return { items: [await this.dossiers.get(dossier.toLowerCase(), at, 'dossier')], next: null };
    const { asOf, knownAt, look } = at;
    const point = { asOf, knownAt: knownAt === null ? undefined : new Date(knownAt), look };
    return this.dossierLists.page({ ...asked, ...(await this.#chosen(asked, at)), ...point });
  }

  /** Events by id: of these streams as they read with corrections, of registers as recorded. */
  async #events(streams: readonly string[], ids: readonly string[], { upTo }: Pick<Viewpoint, 'upTo'> = {}) {
    const timelines = await timelinesIn(this.events, [...new Set(streams)], upTo);
    const known = new Map([...timelines.values()].flat().map((entry) => [entry.id, eventOf(entry)]));
    const others = ids.filter((id) => !known.has(id));
    for (const [id, one] of others.length === 0 ? [] : await this.events.findAll(others)) {
      const entry = { ...one, ...contentOf(one.event), type: one.event.type, current: null, retracted: false };
      known.set(id, eventOf(entry));
    }
    return known;
  }

  async #standing(view: DossierView, at: Viewpoint) {
    const scheme = (await this.schemes.at(at.upTo, at.look)).get(view.scheme);
    const words = statusWord(view.status, scheme, 'en');
    return { ...dossierAnswerOf(view, 'en'), words, address: this.#page('dossiers', view.id, at) };
  }

  /** A page of the day; what was known at an instant is an address of REST, since pages know days only. */
  #page(kind: 'dossiers' | 'providers' | 'schemes', id: string, at?: Pick<Viewpoint, 'asOf' | 'knownAt'>): string {
    const { asOf = this.viewpoints.today(), knownAt = null } = at ?? {};
    const { PUBLIC_URL } = this.settings;
    if (knownAt !== null) return `${PUBLIC_URL}/v1/${kind}/${id}?asOf=${asOf}&knownAt=${knownAt}`;
    return `${PUBLIC_URL}/${kind}/${id}${asOf === this.viewpoints.today() ? '' : `?asOf=${asOf}`}`;
  }
}

const MOST_CANDIDATES = 10;

type Told = Pick<TimelineEntry, 'id' | 'position' | 'type' | 'recordedAt' | 'current' | 'retracted'> &
  NonNullable<TimelineEntry['current']>;

function eventOf({ id: event, position, type, recordedAt, current, retracted, ...recorded }: Told) {
  const { occurred, data, ...said } = current ?? recorded;
  const source = said.source as Source | null;
  return {
    ...{ event, position, type, occurred, recordedAt: recordedAt.toISOString(), retracted },
    ...{ corrected: current !== null, confirmed: source && confirms(source), source },
    says: summaryWithTitle({ type, data } as LedgerEvent, 'en'),
    data: type === READING ? {} : (data as Record<string, unknown>),
  };
}
