import { Inject, Injectable, Logger } from '@nestjs/common';
import { People, type Person } from '#access/people.js';
import { ownerReference } from '#access/principal.js';
import { SignInLimits } from '#access/sign-in.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES, type Status } from '#domain/dossier/status.js';
import { Refusal, refuse } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { phrases } from '#language/phrases.js';
import { type Filter, FilterSchema } from '#subscriptions/filter.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { type Followed, Subscribing } from '#subscriptions/subscribing.js';
import { listOf, type SavedView, SavedViews, type ViewAddress } from '#views/saved-views.js';
import { clientNetwork } from '../../api/auth/rate-limits.js';
import { Rejection, retryAfter } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type PageAnswer, ConsolePost, Pages } from '../frame/console-route.js';
import { Done } from '../frame/display.js';
import { AddressForm, type FollowState } from '../frame/page-head.js';
import { unlessRefused, type Page, callerOf, may, problemsUnder, Exchange } from '../frame/page.js';
import { localPath, localPathDone } from '../session/session-cookie.js';
import { entrance } from '../session/session.controller.js';

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
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** For the page of it; `undefined` for readers that may not subscribe. */
  async of(page: Page, target: FollowTarget): Promise<FollowState | undefined> {
    if (page.isAnswer) return undefined;
    if (!page.caller) {
      const isOffered = this.isOpen(page) && FOR_VISITORS.some((kind) => kind === target.kind);
      return isOffered ? { by: 'address', about: writtenTarget(target), ignored: [] } : undefined;
    }
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
  async asked(page: Page, about: string): Promise<Followed> {
    const person = await this.#person(page);
    if (!person) throw refuse('not-followable', 'about', 'person-needed');
    const { filter, ignored } = await this.#represented(await this.#target(page, about));
    if (!filter) throw refuse('not-followable', 'about', 'view-not-followed', { filters: ignored });
    const problems = await problemsUnder(FilterSchema, filter);
    if (problems.length > 0) throw new Rejection('invalid-request', undefined, problems);
    return followedBy(page, person, filter);
  }

  /** Whether visitors follow with an address, to which mails are really sent. */
  isOpen = ({ isOpen, keepsMails }: Page): boolean => isOpen && !keepsMails && this.settings.PUBLIC_FOLLOW;

  /** What a visitor follows. @throws Rejection invalid-request */
  async ofVisitor(about: string): Promise<Filter> {
    const [, kind = '', id = ''] = WRITTEN.exec(about) ?? [];
    const named = FOR_VISITORS.find((one) => one === kind);
    const { filter } = named ? await this.#represented({ kind: named, id }) : { filter: undefined };
    const problems = await problemsUnder(FilterSchema, filter);
    if (problems.length > 0 || !filter) throw new Rejection('invalid-request', undefined, problems);
    return filter;
  }

  async #person({ caller }: Page): Promise<Person | undefined> {
    return caller?.account === undefined ? undefined : this.people.one(caller.account);
  }

  async #target(page: Page, about: string): Promise<FollowTarget> {
    const [, kind = '', id = ''] = WRITTEN.exec(about) ?? [];
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

const FOR_VISITORS = ['provider', 'dossier', 'scheme'] as const;
const NAMED = [...FOR_VISITORS, 'register'] as const;
const WRITTEN = /^(provider|dossier|scheme|register|view):([\w-]{1,200})$/;

const writtenTarget = (target: FollowTarget): string =>
  target.kind === 'view' ? `view:${target.view.slug}` : `${target.kind}:${target.id}`;

const followedBy = (page: Page, { email }: Person, filter: Filter): Followed => ({
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
  readonly #log = new Logger(FollowPages.name);

  constructor(
    private readonly subscribing: Subscribing,
    private readonly follows: Follows,
    private readonly limits: SignInLimits,
  ) {}

  /** Idempotent. Returns to the page of the form. */
  @ConsolePost('', 'read')
  async follow(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const followed = await this.follows.asked(page, form.get('about') ?? '');
    const isWanted = form.get('follow') !== 'no';
    if (isWanted) await this.subscribing.follow(followed, page.language);
    else await this.subscribing.unfollow(followed);
    return { redirect: localPathDone(form.get('to'), isWanted ? 'followed' : 'stopped') };
  }

  /**
   * Without a session. Answers before it looks for the address, so that neither the answer nor its time tells whether it
   * follows already.
   *
   * @throws Rejection not-found, invalid-request, too-many-requests
   */
  @ConsolePost('address', 'nothing')
  async ask(@Exchange() { page, form: typed, request }: Exchange): Promise<PageAnswer> {
    if (!this.follows.isOpen(page)) throw new Rejection('not-found');
    const { follow: t } = phrases(page.language).console;
    const [about, to] = [typed.get('about') ?? '', localPath(typed.get('to'))];
    const filter = await this.follows.ofVisitor(about);
    const address = (typed.get('email') ?? '').trim();
    const back = [to, t.byMail.back] as const;
    const { error } = EmailAddressSchema.safeParse(address);
    if (error) {
      const problems = problemsOf(error.issues, address, 'email');
      const hidden = Object.entries({ about, to });
      return entrance(t.follow, <AddressForm {...{ page, problems, typed, hidden, back }} />, 422);
    }
    if (await this.limits.take([{ kind: 'follow-network', of: clientNetwork(request) }]))
      throw retryAfter(3600, 'too-many-requests');
    void this.#askToFollow(address, filter, page).catch((error: unknown) => {
      if (!(error instanceof Refusal)) this.#log.error(`a confirmation was not planned: ${String(error)}`);
    });
    const children = (
      <>
        <Done>{t.byMail.answer}</Done>
        <p>
          <a href={back[0]}>{back[1]}</a>
        </p>
      </>
    );
    return entrance(t.follow, children);
  }

  async #askToFollow(address: string, filter: Filter, { language }: Page): Promise<void> {
    const until = await this.limits.take([{ kind: 'follow-address', of: address }]);
    if (!until) await this.subscribing.askToFollow({ address, filter }, language);
  }
}
