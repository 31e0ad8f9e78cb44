import { Post, Injectable } from '@nestjs/common';
import { People, type Person } from '#access/people.js';
import { ownerReference } from '#access/principal.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES, type Status } from '#domain/dossier/status.js';
import { refuse } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { type Filter, FilterSchema } from '#subscriptions/filter.js';
import { type Followed, Subscribing } from '#subscriptions/subscribing.js';
import { listOf, type SavedView, SavedViews, type ViewAddress } from '#views/saved-views.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import type { FollowState } from '../frame/page-head.js';
import { unlessRefused, Sent, Page, type PageContext, callerOf, may, problemsUnder } from '../frame/page.js';
import { localPathDone } from '../session/session-cookie.js';

/** What can be followed: by id, by slug, or a saved view. */
type FollowTarget =
  | { kind: 'provider' | 'dossier' | 'scheme' | 'register'; id: string }
  | { kind: 'view'; view: SavedView };

@Injectable()
export class Follows {
  constructor(
    private readonly subscribing: Subscribing,
    private readonly people: People,
    private readonly views: SavedViews,
    private readonly providers: ProviderIds,
  ) {}

  /** For the page of it; `undefined` for readers that are not signed in, or may not subscribe. */
  async of(page: PageContext, target: FollowTarget): Promise<FollowState | undefined> {
    if (!page.caller || page.isAnswer) return undefined;
    const person = await this.#person(page);
    if (!person && !may(page, 'record')) return undefined;
    const { filter, ignored } = await this.#represented(target);
    if (!filter) return { by: 'nothing', ignored };
    if (!person) return { by: 'key', ignored, href: `/subscribers/new?${prefilled(filter).toString()}` };
    const followed = followedBy(page, person, filter);
    const isFollowed = await this.subscribing.isFollowed(followed);
    return { by: 'account', about: writtenTarget(target), isFollowed, address: person.email, ignored };
  }

  /**
   * What a form asks to follow.
   *
   * @param about as `FollowState` has it
   * @throws Refusal not-followable, not-found; Rejection invalid-request
   */
  async asked(page: PageContext, about: string): Promise<Followed> {
    const person = await this.#person(page);
    if (!person) throw refuse('not-followable', 'about', 'person-needed');
    const { filter, ignored } = await this.#represented(await this.#target(page, about));
    if (!filter) throw refuse('not-followable', 'about', 'view-not-followed', { filters: ignored });
    const problems = await problemsUnder(FilterSchema, filter);
    if (problems.length > 0) throw new Rejection('invalid-request', undefined, problems);
    return followedBy(page, person, filter);
  }

  async #person({ caller }: PageContext): Promise<Person | undefined> {
    return caller?.account === undefined ? undefined : this.people.one(caller.account);
  }

  async #target(page: PageContext, about: string): Promise<FollowTarget> {
    const [, kind = '', id = ''] = /^(provider|dossier|scheme|register|view):([\w-]{1,200})$/.exec(about) ?? [];
    const named = NAMED.find((one) => one === kind);
    if (named) return { kind: named, id };
    return { kind: 'view', view: await this.views.get({ slug: id }, ownerReference(callerOf(page))) };
  }

  async #represented(target: FollowTarget): Promise<RepresentedView> {
    if (target.kind === 'view')
      return representedIn(listOf(target.view), (name) => unlessRefused(() => this.providers.of(name, 'provider')));
    const { kind, id } = target;
    if (kind === 'register') return { filter: { registers: [id], changes: true, deadlines: false }, ignored: [] };
    return { filter: { [`${kind}s`]: [id], changes: true, deadlines: true }, ignored: [] };
  }
}

const NAMED = ['provider', 'dossier', 'scheme', 'register'] as const;

const writtenTarget = (target: FollowTarget): string =>
  target.kind === 'view' ? `view:${target.view.slug}` : `${target.kind}:${target.id}`;

const followedBy = (page: PageContext, { email }: Person, filter: Filter): Followed => ({
  owner: ownerReference(callerOf(page)),
  address: email,
  filter,
});

/** The parameters with which the form of a new subscription is filled in. */
function prefilled({ providers, dossiers, schemes, registers, becomes, deadlineKinds, ...flags }: Filter) {
  const lists = { provider: providers, dossier: dossiers, scheme: schemes, register: registers };
  const params = new URLSearchParams();
  for (const [name, values] of Object.entries({ ...lists, becomes, deadlineKind: deadlineKinds }))
    for (const value of values ?? []) params.append(name, value);
  if (flags.confirmedOnly) params.set('confirmedOnly', 'true');
  if (!flags.changes) params.set('follows', 'deadlines');
  if (!flags.deadlines) params.set('follows', 'changes');
  return params;
}

/** What subscriptions can represent of the filters of a list. */
interface RepresentedView {
  /** Absent: nothing of a view that has filters. */
  filter?: Filter;
  /** The filters that cannot be represented, by name. */
  ignored: string[];
}

/** The order and the looks of a list, and what a subscription follows by being one, are no filters. */
const NO_FILTERS = new Set(['sort', 'show', 'years', 'within']);

/** @param providerId resolves a slug or name; `undefined` if it is unknown */
async function representedIn(
  { path, query }: ViewAddress,
  providerId: (name: string) => Promise<string | undefined>,
): Promise<RepresentedView> {
  const params = new URLSearchParams(query);
  const filter: Filter = followedList(path);
  const ignored: string[] = [];
  for (const name of new Set(params.keys()))
    if (!NO_FILTERS.has(name)) {
      const found = await conditionOf(name, params.getAll(name), providerId);
      if (found) Object.assign(filter, found);
      else ignored.push(name);
    }
  const { changes: _, deadlines: __, ...conditions } = filter;
  const isNarrowed = Object.keys(conditions).length > 0;
  return ignored.length > 0 && !isNarrowed ? { ignored } : { filter, ignored };
}

function followedList(path: string): Filter {
  const [, register] = /^\/registers\/([^/]+)$/.exec(path) ?? [];
  if (register !== undefined) return { registers: [register], changes: true, deadlines: false };
  return { changes: !path.startsWith('/deadlines'), deadlines: true };
}

async function conditionOf(
  name: string,
  values: readonly string[],
  providerId: (name: string) => Promise<string | undefined>,
): Promise<Partial<Filter> | undefined> {
  const value = values.join(',');
  if (!Name.safeParse(value).success) return undefined;
  switch (name) {
    case 'scheme':
      return { schemes: [value] };
    case 'provider': {
      const id = await providerId(value);
      return id === undefined ? undefined : { providers: [id] };
    }
    case 'status': {
      const becomes = STATUSES.filter((status: Status) => value.split(',').includes(status));
      return becomes.length === 0 ? undefined : { becomes };
    }
    case 'confirmed':
      return value === 'true' ? { confirmedOnly: true } : undefined;
    case 'kind': {
      const deadlineKinds = DEADLINE_KINDS.filter((kind) => kind === value);
      return deadlineKinds.length === 0 ? undefined : { deadlineKinds };
    }
    default:
      return undefined;
  }
}

@Pages('follow')
export class FollowPages {
  constructor(
    private readonly subscribing: Subscribing,
    private readonly follows: Follows,
  ) {}

  /** Idempotent. Returns to the page of the form. */
  @Post()
  @ConsoleRoute('read')
  async follow(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const followed = await this.follows.asked(page, form.get('about') ?? '');
    const isWanted = form.get('follow') !== 'no';
    if (isWanted) await this.subscribing.follow(followed, page.language);
    else await this.subscribing.unfollow(followed);
    return { redirect: localPathDone(form.get('to'), isWanted ? 'followed' : 'stopped') };
  }
}
