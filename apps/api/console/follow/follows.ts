import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { People, type Person } from '#access/people.js';
import { ownerReference } from '#access/principal.js';
import { Refusal, refuse } from '#domain/refusal.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { type Filter, FilterSchema } from '#subscriptions/filter.js';
import { type Followed, IsFollowed } from '#subscriptions/follow.js';
import { GetView, type SavedView } from '#views/saved-views.js';
import type { FollowState } from '../frame/page-actions.js';
import { Rejection } from '../../problem/rejection.js';
import { callerOf, may, type PageContext, problemsUnder } from '../frame/page.js';
import { type RepresentedView, representedIn } from '../views/view-filter.js';

/** What can be followed: by id, by slug, or a saved view. */
export type FollowTarget =
  | { kind: 'provider' | 'dossier' | 'scheme' | 'register'; id: string }
  | { kind: 'view'; view: SavedView };

@Injectable()
export class Follows {
  constructor(
    private readonly queries: QueryBus,
    private readonly people: People,
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
    const isFollowed = await this.queries.execute(new IsFollowed(followed));
    return { by: 'account', about: writtenTarget(target), isFollowed, address: person.email, ignored };
  }

  /**
   * What a form asks to follow.
   *
   * @param about as `FollowState` has it
   * @throws Refusal not-followable, unknown-view; Rejection invalid-request
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
    return { kind: 'view', view: await this.queries.execute(new GetView(id, ownerReference(callerOf(page)))) };
  }

  async #represented(target: FollowTarget): Promise<RepresentedView> {
    if (target.kind === 'view') return representedIn(target.view, (name) => this.#providerId(name));
    const { kind, id } = target;
    if (kind === 'register') return { filter: { registers: [id], changes: true, deadlines: false }, ignored: [] };
    return { filter: { [`${kind}s`]: [id], changes: true, deadlines: true }, ignored: [] };
  }

  async #providerId(name: string): Promise<string | undefined> {
    try {
      return await this.providers.of(name, 'provider');
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
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
