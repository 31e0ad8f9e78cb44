import { Inject, Injectable } from '@nestjs/common';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { READING } from '#domain/register/register-events.js';
import { Refusal, refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { confirms, type Source } from '#domain/source/source.js';
import { Dossiers, type Viewpoint } from '#dossiers/get-dossier.js';
import { Providers } from '#dossiers/get-provider.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
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
import { type Answered, type Asked, type Candidate, MOST_CITED, MOST_EVENTS, type ToolName } from './tools.js';

type Answers = { [T in ToolName]: (asked: Asked<T>, look: Look) => Promise<Answered<T>> };

/** Arguments that say which dossiers are meant. */
interface Named {
  dossier?: string | undefined;
  provider?: string | undefined;
  scheme?: string | undefined;
}

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
    private readonly providers: Providers,
    private readonly providerIds: ProviderIds,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async find({ query, kind, limit, asOf = this.viewpoints.today() }: Asked<'find'>, look: Look) {
    const position = await this.lists.position(look);
    const found = (await this.search.find({ text: query, kind, limit, asOf })).flatMap((one) => one.found);
    const entries = found.flatMap((one) => (one.kind === 'scheme' ? [] : [one]));
    const eventOf = await this.#events(
      entries.map(({ provider, dossier }) => (dossier ? dossierStream(dossier.id) : providerStream(provider.id))),
      entries.flatMap(({ event }) => event ?? []),
    );
    return {
      ...{ asOf, position },
      items: entries.map((entry) => ({
        ...entry,
        because: entry.event === null ? null : (eventOf.get(entry.event) ?? null),
        address: entry.dossier ? this.#page('dossiers', entry.dossier.id) : this.#page('providers', entry.provider.id),
      })),
      schemes: found
        .flatMap((one) => (one.kind === 'scheme' ? [one] : []))
        .map(({ slug: scheme, name, milestone }) => ({
          ...{ scheme, name, milestone: milestone?.code ?? null },
          address: this.#page('schemes', scheme),
        })),
    };
  }

  async status(asked: Asked<'status'>, look: Look) {
    const position = await this.lists.position(look);
    const at = await this.viewpoints.of(asked, look);
    const { items, next } = await this.#dossiers(asked, at);
    const schemes = await this.schemes.at(at.upTo, look);
    const eventOf = await this.#events(
      items.map(({ id }) => dossierStream(id)),
      items.flatMap(({ because }) => because),
      at,
    );
    return {
      ...{ asOf: at.asOf, knownAt: at.knownAt, position, next },
      items: items.map((view) => {
        const latestFirst = view.because.flatMap((id) => eventOf.get(id) ?? []).reverse();
        const officialFirst = latestFirst.toSorted((a, b) => Number(b.confirmed) - Number(a.confirmed));
        return {
          ...this.#standing(view, at, schemes),
          because: officialFirst.slice(0, MOST_CITED),
          more: Math.max(0, view.because.length - MOST_CITED),
        };
      }),
    };
  }

  async history(asked: Asked<'history'>, look: Look) {
    const at = await this.viewpoints.of(asked, look);
    const streams = await this.#streams(asked, at);
    const after = asked.cursor === undefined ? 0 : Number(decodeCursor(asked.cursor)[0]);
    const events = [...(await timelinesIn(this.events, streams, at.upTo))].flatMap(([stream, entries]) => {
      const opened = entries[0]?.type === 'DossierOpened' ? (entries[0].data as { scheme: string }) : undefined;
      const scheme = opened?.scheme ?? null;
      if (asked.scheme !== undefined && asked.scheme !== scheme) return [];
      const dossier = opened ? streamId(stream) : null;
      const address = dossier === null ? this.#page('providers', streamId(stream)) : this.#dossierPage(dossier, at);
      return entries.map((entry) => ({ ...eventOf(entry), dossier, scheme, address }));
    });
    const rest = events.filter(({ position }) => position > after).sort((a, b) => a.position - b.position);
    const page = pageOf(
      rest,
      asked.limit,
      ({ position }) => [position],
      (event) => event,
    );
    return { knownAt: at.knownAt, position: look.position, ...page };
  }

  async difference({ status, limit, cursor, ...asked }: Asked<'difference'>, look: Look) {
    const position = await this.lists.position(look);
    const from = this.viewpoints.day({ asOf: asked.from, knownAt: asked.fromKnownAt });
    const to = this.viewpoints.day({ asOf: asked.to, knownAt: asked.toKnownAt });
    const chosen = await this.#chosen(asked, { look });
    const found = await this.differences.page({ status, limit, cursor, from, to, ...chosen });
    const eventOf = await this.#events(
      found.items.map(({ id }) => dossierStream(id)),
      found.items.flatMap(({ because }) => because.map(({ id }) => id)),
    );
    const pointOf = ({ asOf, knownAt }: typeof from) => ({ asOf, knownAt: knownAt?.toISOString() ?? null });
    return {
      ...{ from: pointOf(from), to: pointOf(to), position, next: found.next },
      items: found.items.map((item) => ({
        ...item,
        because: item.because.map((cause) => ({ ...cause, confirmed: eventOf.get(cause.id)?.confirmed ?? null })),
        address: this.#dossierPage(item.id, pointOf(to)),
      })),
    };
  }

  async expiring({ within, state, kind, limit, cursor, ...asked }: Asked<'expiring'>, look: Look) {
    const position = await this.lists.position(look);
    const at = await this.viewpoints.of(asked, look);
    const { items, next } = await this.deadlineLists.page({
      ...{ within, state, limit, cursor, kind: kind === 'all' ? undefined : kind },
      ...this.viewpoints.day(asked),
      ...(await this.#chosen(asked, at)),
    });
    const eventOf = await this.#events(
      items.flatMap(({ dossier, dependsOn }) => [dossier.id, dependsOn ?? []].flat()).map(dossierStream),
      items.map(({ event }) => event),
      at,
    );
    return {
      ...{ asOf: at.asOf, knownAt: at.knownAt, position, next },
      items: items.map((item) => ({
        ...item,
        confirmed: item.kind === 'officer-set' ? null : item.confirmed,
        because: eventOf.get(item.event) ?? null,
        address: this.#dossierPage(item.dossier.id, at),
      })),
    };
  }

  async why(asked: Asked<'why'>, look: Look) {
    const at = await this.viewpoints.of(asked, look);
    const view = await this.#one(asked, at);
    const { because, grants, milestones, targets, warnings } = view;
    const steps = [...milestones, ...targets].map(({ event }) => event);
    const ids = [...new Set([...because, ...steps, ...[...grants, ...warnings].flatMap(({ events }) => events)])];
    const eventOf = await this.#events([dossierStream(view.id)], ids, at);
    const events = ids.slice(0, MOST_EVENTS).flatMap((id) => eventOf.get(id) ?? []);
    const standing = this.#standing(view, at, await this.schemes.at(at.upTo, look));
    return { ...standing, position: look.position, events, more: ids.length - events.length };
  }

  /** What may be meant by arguments that name nothing, or several. */
  async candidates({ dossier, provider, scheme }: Named, look: Look): Promise<Candidate[]> {
    const at = await this.viewpoints.of({}, look);
    const of = (named: Named) => this.#dossiers({ ...named, limit: MOST_CANDIDATES }, at).then(({ items }) => items);
    const listed = dossier === undefined ? await of({ provider, scheme }).catch(unlessRefused) : undefined;
    if (listed) return listed.map((view) => ({ ...view, dossier: view.id, address: this.#page('dossiers', view.id) }));
    const asked = { query: dossier ?? provider ?? '', limit: MOST_CANDIDATES, kind: undefined, asOf: undefined };
    const { items } = await this.find(asked, look);
    return items.map((item) => {
      const { id = null, scheme = null, service = null } = item.dossier ?? {};
      return { ...item, dossier: id, scheme, service };
    });
  }

  /** @throws Refusal not-found, name-ambiguous */
  async #chosen({ provider, scheme }: Named, { upTo, look }: Pick<Viewpoint, 'upTo' | 'look'>) {
    if (scheme !== undefined) schemeOf(scheme, await this.schemes.at(upTo, look), 'scheme');
    const holder = provider && (await this.providerIds.of(provider, 'provider', look).catch(withoutNames));
    return {
      providers: holder === undefined ? undefined : [holder],
      schemes: scheme === undefined ? undefined : [scheme],
    };
  }

  /** @throws Refusal not-found, name-ambiguous */
  async #dossiers(asked: Named & Partial<Asked<'status'>>, at: Viewpoint): Promise<Page<DossierView>> {
    const { dossier, status, confirmed, limit = 1, cursor } = asked;
    const { providers, schemes } = await this.#chosen(asked, at);
    if (dossier === undefined) {
      const { asOf, knownAt } = this.viewpoints.day({ asOf: at.asOf, knownAt: at.knownAt ?? undefined });
      const { look } = at;
      return this.dossierLists.page({ providers, schemes, status, confirmed, limit, cursor, asOf, knownAt, look });
    }
    const view = await this.dossiers.get(dossier.toLowerCase(), at, 'dossier');
    const fits =
      (providers?.includes(view.provider.id) ?? true) &&
      (schemes?.includes(view.scheme) ?? true) &&
      (status ?? view.status) === view.status &&
      (confirmed ?? view.confirmed) === view.confirmed;
    return { items: fits ? [view] : [], next: null };
  }

  /** @throws Refusal not-found, name-ambiguous */
  async #one(asked: Named, at: Viewpoint): Promise<DossierView> {
    const { items, next } = await this.#dossiers(asked, at);
    const [view] = items;
    if (next !== null) throw refuse('name-ambiguous', 'dossier', 'several-match');
    if (!view) throw refuse('not-found', 'dossier', 'dossier-not-found', { dossier: namesIn(asked) });
    return view;
  }

  /** @throws Refusal not-found, name-ambiguous; Rejection invalid-request */
  async #streams(asked: Named, at: Viewpoint): Promise<string[]> {
    if (asked.dossier !== undefined) return [dossierStream((await this.#one(asked, at)).id)];
    const { providers: [id] = [] } = await this.#chosen(asked, at);
    if (id === undefined) throw reject('dossier', 'required');
    const { dossiers } = await this.providers.get(id, at);
    return [providerStream(id), ...dossiers.map(dossierStream)];
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

  #standing(view: DossierView, at: Viewpoint, schemes: Schemes) {
    const words = statusWord(view.status, schemes.get(view.scheme), 'en');
    return { ...dossierAnswerOf(view, 'en'), words, address: this.#dossierPage(view.id, at) };
  }

  #page(kind: 'dossiers' | 'providers' | 'schemes', id: string): string {
    return `${this.settings.PUBLIC_URL}/${kind}/${encodeURIComponent(id)}`;
  }

  /** The page of the day; pages know no instants, so REST for what was known at one. */
  #dossierPage(id: string, { asOf, knownAt }: Pick<Viewpoint, 'asOf' | 'knownAt'>): string {
    if (knownAt !== null) return `${this.settings.PUBLIC_URL}/v1/dossiers/${id}?asOf=${asOf}&knownAt=${knownAt}`;
    return this.#page('dossiers', id) + (asOf === this.viewpoints.today() ? '' : `?asOf=${asOf}`);
  }
}

const MOST_CANDIDATES = 10;

const namesIn = ({ dossier, provider, scheme }: Named): string => [dossier, provider, scheme].filter(Boolean).join(' ');

/** @throws what it is given; instead of a sentence with the names of several providers, one without */
function withoutNames(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'name-ambiguous') throw error;
  throw refuse('name-ambiguous', 'provider', 'several-match');
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}

type Told = Pick<TimelineEntry, 'id' | 'position' | 'type' | 'recordedAt' | 'current' | 'retracted'> &
  NonNullable<TimelineEntry['current']>;

/** An event as it reads with corrections. */
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
