import { randomUUID } from 'node:crypto';
import { Get, Post } from '@nestjs/common';
import { Subscriptions, type FoundSubscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Created, Subscribing } from '#subscriptions/subscribing.js';
import { IdReused } from '#event-store/events.js';
import { writtenInstant } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { type FilterNames, filterInWords, frequencyInWords } from '#subscriptions/filter.js';
import { type SubscriptionView, NewSubscriptionSchema } from '#subscriptions/subscription.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { CallerKey, CallerScope } from '../../api/auth/caller.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { PAGE_LANGUAGE } from '../frame/controls.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Pager, Table } from '../frame/table.js';
import { Sent, addressOf, problemsUnder, queryOf, Page, type PageContext, may } from '../frame/page.js';
import { SigningSecret, SubscriptionForm } from './subscription-form.js';
import { FollowedNames, type SubscriptionChoices, CHANNELS, SubscribersQuery, STATES } from './subscribers.js';
import { atField, FOLLOWS, settingsIn } from './subscription-form-data.js';

const menuEntry = 'subscribers';
const NewQuery = z.object({ channel: z.enum(CHANNELS).default('email') });
/** Parameters that fill in the form, and its fields. */
const PREFILLED = {
  dossier: 'dossiers',
  scheme: 'schemes',
  register: 'registers',
  becomes: 'becomes',
  deadlineKind: 'deadlineKinds',
  confirmedOnly: 'confirmedOnly',
};
const usual = {
  language: 'fr',
  mode: 'immediate',
  digestDay: 'monday',
  follows: 'both',
  format: 'standard',
};

@Pages('subscribers')
export class SubscribersPages {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly subscribing: Subscribing,
    private readonly names: FollowedNames,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async list(@Page() page: PageContext, @CallerScope() scope: SubscriptionScope): Promise<PageAnswer> {
    const { state, channel, page: number } = await queryOf(page, SubscribersQuery);
    const asked = { state, channel, limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE };
    const found = await this.subscriptions.find(scope, asked);
    const filters = found.items.map(({ filter }) => filter);
    const names = await this.names.of(
      {
        ...{ changes: true, deadlines: true },
        providers: [...new Set(filters.flatMap(({ providers = [] }) => providers))],
        dossiers: [...new Set(filters.flatMap(({ dossiers = [] }) => dossiers))],
      },
      page,
    );
    const isFiltered = state !== undefined || channel !== undefined || number > 1;
    const children = <SubscriberList {...{ page, found, number, isFiltered, names, now: this.clock.now() }} />;
    return { title: phrases(page.language).console.subscribers.title, menuEntry, timeless: true, children };
  }

  @Get('new')
  @ConsoleRoute('record', 'input')
  async ask(@Page() page: PageContext): Promise<PageAnswer> {
    const { channel } = await queryOf(page, NewQuery);
    const typed = new URLSearchParams({ ...usual, language: page.language });
    typed.set('reminders.holidays', 'france');
    typed.set('reminders.role', 'recipient');
    for (const [name, field] of Object.entries(PREFILLED))
      for (const value of page.query.getAll(name)) typed.append(`filter.${field}`, value);
    const follows = FOLLOWS.find((one) => one === page.query.get('follows'));
    if (follows) typed.set('follows', follows);
    typed.set('providerNames', page.query.getAll('provider').join('\n'));
    await this.names.named(typed);
    return this.#ask(page, { channel, typed, problems: [], idempotencyKey: randomUUID() });
  }

  @Post('new')
  @ConsoleRoute('record', 'input')
  async make(
    @Page() page: PageContext,
    @Sent() form: URLSearchParams,
    @CallerKey() owner: string,
  ): Promise<PageAnswer> {
    const channel = channelIn(form);
    const idempotencyKey = form.get('idempotencyKey') ?? randomUUID();
    if (form.has(PAGE_LANGUAGE)) return this.#ask(page, { channel, typed: form, problems: [], idempotencyKey });
    const { made, problems, isUsed } = await this.#make(form, channel, {
      page,
      owner,
      id: uuidOf('console', owner, idempotencyKey),
    });
    if (!made) {
      return this.#ask(page, {
        channel,
        typed: form,
        problems,
        idempotencyKey: isUsed ? randomUUID() : idempotencyKey,
      });
    }
    page.keepsInput = false;
    const { id } = made.subscription;
    if (channel === 'email') return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'made' }) };
    else {
      const { title } = phrases(page.language).console.subscribers.made;
      return { status: 201, title, menuEntry, timeless: true, children: <MadePage page={page} made={made} /> };
    }
  }

  async #make(
    form: URLSearchParams,
    channel: 'email' | 'webhook',
    { page, ...context }: { page: PageContext; owner: string; id: string },
  ): Promise<{ made?: Created; problems: Problem[]; isUsed?: boolean }> {
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const target = form.get(channel === 'email' ? 'address' : 'url')?.trim() ?? '';
    const asked = {
      channel,
      ...(channel === 'email' ? { address: target } : { url: target }),
      ...settingsIn(wished, channel),
    };
    const problems = [...(await problemsUnder(NewSubscriptionSchema, asked)).map(atField), ...unknown];
    if (problems.length > 0) return { problems };
    try {
      return { made: await this.subscribing.create(NewSubscriptionSchema.parse(asked), context), problems: [] };
    } catch (error) {
      const field = channel === 'email' ? 'address' : 'url';
      if (error instanceof IdReused) return { problems: [{ field, ...reason('form-already-used') }], isUsed: true };
      if (error instanceof Refusal) return { problems: error.problems.map(atField) };
      throw error;
    }
  }

  async #ask(
    page: PageContext,
    asked: {
      channel: 'email' | 'webhook';
      typed: URLSearchParams;
      problems: readonly Problem[];
      idempotencyKey: string;
    },
  ): Promise<PageAnswer> {
    const choices = await this.names.choices(page, {
      providers: asked.typed.getAll('filter.providers'),
      dossiers: asked.typed.getAll('filter.dossiers'),
    });
    const status = asked.problems.length > 0 ? 422 : 200;
    const title = phrases(page.language).console.subscribers.form.title[asked.channel];
    const children = <NewSubscriber page={page} choices={choices} {...asked} />;
    return { status, title, menuEntry, timeless: true, children };
  }
}

function MadePage({ page, made: { subscription, secret } }: { page: PageContext; made: Created }) {
  const t = phrases(page.language).console.subscribers.made;
  return (
    <>
      <p>
        <code>{subscription.target}</code>
      </p>
      <SigningSecret page={page} secret={secret} />
      <p>{t.next}</p>
      <p>
        <a class="button" href={addressOf(page, `/subscribers/${subscription.id}`)}>
          {t.open}
        </a>
      </p>
    </>
  );
}

interface NewProps {
  page: PageContext;
  channel: 'email' | 'webhook';
  typed: URLSearchParams;
  choices: SubscriptionChoices;
  problems: readonly Problem[];
  idempotencyKey: string;
}

function NewSubscriber(props: NewProps) {
  const { page, channel } = props;
  const other = channel === 'email' ? 'webhook' : 'email';
  return (
    <>
      <p>
        <a href={addressOf(page, '/subscribers/new', { channel: other })}>
          {phrases(page.language).console.subscribers.form.other[channel]}
        </a>
      </p>
      <SubscriptionForm {...props} />
    </>
  );
}

const channelIn = (form: URLSearchParams): 'email' | 'webhook' =>
  form.get('channel') === 'webhook' ? 'webhook' : 'email';

const PAGE_SIZE = 50;

interface ListProps {
  page: PageContext;
  found: FoundSubscriptions;
  number: number;
  isFiltered: boolean;
  names: FilterNames;
  now: Date;
}

function SubscriberList({ page, found, number, isFiltered, names, now }: ListProps) {
  const t = phrases(page.language).console.subscribers;
  const { items, total } = found;
  const whose = may(page, 'admin') ? 'all' : 'own';
  return (
    <>
      <p>{t.intro[whose]}</p>
      <p class="row">
        <a class="button" href={addressOf(page, '/subscribers/new')}>
          {t.add.email}
        </a>
        <a class="button second" href={addressOf(page, '/subscribers/new', { channel: 'webhook' })}>
          {t.add.webhook}
        </a>
      </p>
      {items.length === 0 && !isFiltered ? null : <SubscriberFilter page={page} />}
      {items.length === 0 ? (
        <div class="empty">
          <p>{isFiltered ? t.noneMatch : t.empty[whose]}</p>
          {isFiltered ? <a href={addressOf(page, '/subscribers')}>{t.all}</a> : null}
        </div>
      ) : (
        <Table
          isMain
          label={t.title}
          columns={[t.column.target, t.column.follows, t.column.how, { plain: t.column.state }]}
          rows={items.map((view) => lineOf({ page, view, names, now }))}
        />
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
    </>
  );
}

type LineProps = Pick<ListProps, 'page' | 'names' | 'now'> & { view: SubscriptionView };

function lineOf({ page, view, names, now }: LineProps) {
  const { language } = page;
  const t = phrases(language).console.subscribers;
  const [[, follows] = ['', ''], ...lists] = filterInWords(view.filter, names, language);
  return [
    <>
      <a href={addressOf(page, `/subscribers/${view.id}`)}>{view.target}</a>
      {view.endpoint?.description ? <div class="small soft">{view.endpoint.description}</div> : null}
    </>,
    <>
      {follows}
      {lists.map(([label, value]) => (
        <div class="small soft">{label + colon(language) + cut(value)}</div>
      ))}
    </>,
    <>
      {t.channel[view.channel]}
      {view.channel === 'email' ? <div class="small soft">{frequencyInWords(view, language)}</div> : null}
    </>,
    <SubscriptionStateText page={page} view={view} now={now} />,
  ];
}

const LONGEST = 160;

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`);

function SubscriberFilter({ page }: { page: PageContext }) {
  const t = phrases(page.language).console.subscribers;
  return (
    <form method="get" action={page.path} class="filters row" aria-label={t.filter}>
      <Select page={page} name="state" label={t.stateLabel} values={STATES} word={(one) => t.state[one]} />
      <Select page={page} name="channel" label={t.channelLabel} values={CHANNELS} word={(one) => t.channel[one]} />
      <button class="second">{t.go}</button>
    </form>
  );
}

interface SelectProps<T extends string> {
  page: PageContext;
  name: string;
  label: string;
  values: readonly T[];
  word: (value: T) => string;
}

export function Select<T extends string>({ page, name, label, values, word }: SelectProps<T>) {
  const chosen = page.query.get(name);
  return (
    <div class="field">
      <label for={`by-${name}`}>{label}</label>
      <select id={`by-${name}`} name={name}>
        <option value="">{phrases(page.language).console.subscribers.any}</option>
        {values.map((value) => (
          <option value={value} selected={value === chosen}>
            {word(value)}
          </option>
        ))}
      </select>
    </div>
  );
}

const TONES: Record<SubscriptionState, Tone> = {
  pending: 'warn',
  active: 'good',
  disabled: 'bad',
  unsubscribed: 'plain',
};

interface StateProps {
  page: PageContext;
  view: SubscriptionView;
  now: Date;
}

export function SubscriptionStateText({ page, view, now }: StateProps) {
  const { language, zone } = page;
  const t = phrases(language).console.subscribers;
  const { state, confirmUntil, disabledBecause, endpoint } = view;
  const isFailing = state === 'active' && (endpoint?.health.failures ?? 0) > 0;
  const until = confirmUntil && writtenInstant(confirmUntil, zone, language);
  return (
    <>
      <Badge tone={isFailing ? 'warn' : TONES[state]}>{t.state[state]}</Badge>
      {confirmUntil && until !== null ? (
        <div class="small">{confirmUntil > now ? t.confirmUntil(until) : t.confirmOver(until)}</div>
      ) : null}
      {disabledBecause ? (
        <div class="small">{phrases(language).mail.trouble.disabled.because[disabledBecause]}</div>
      ) : null}
      <Health page={page} view={view} now={now} />
    </>
  );
}

function Health({ page: { language, zone }, view: { endpoint, state }, now }: StateProps) {
  if (!endpoint || (state !== 'active' && state !== 'pending')) return null;
  const { health } = phrases(language).console.subscribers;
  const { failures, failingSince, pausedUntil } = endpoint.health;
  const { failingReason: why } = endpoint;
  if (failures === 0 && !failingSince) return state === 'active' ? <div class="small soft">{health.well}</div> : null;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <div class="small">
      {failures > 0 ? `${health.failures(failures)}. ` : null}
      {failingSince ? `${health.since} ${writtenInstant(failingSince, zone, language)}. ` : null}
      {isPaused ? `${health.paused} ${writtenInstant(pausedUntil, zone, language)}. ` : null}
      {why ? `${health.lastError}${colon(language)}${say(why, language)}` : null}
    </div>
  );
}
