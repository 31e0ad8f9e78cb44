import { randomUUID } from 'node:crypto';
import { Subscriptions, settingsOf } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { reason, type Problem, Refusal } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Created, Subscribing } from '#subscriptions/subscribing.js';
import { IdReused } from '#event-store/events.js';
import { capitalized, cutShort, shortInstant } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { type FilterNames, filterInWords, frequencyInWords } from '#subscriptions/filter.js';
import {
  type SubscriptionView,
  NewSubscriptionSchema,
  SubscriptionChangesSchema,
} from '#subscriptions/subscription.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { CallerKey, CallerScope } from '../../api/auth/caller.js';
import { linkTo, ShownOnce, buttonTo, Badge, type Tone } from '../frame/display.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { PAGE_LANGUAGE, Meanwhile } from '../frame/controls.js';
import { DataForm, type FieldData, optionsOf, select } from '../frame/fields.js';
import { Pager, Table, Empty, Switch, Toolbar } from '../frame/table.js';
import { addressOf, currentUrlWith, problemsUnder, queryOf, Page, pageNumber, may, Exchange } from '../frame/page.js';
import { ownerParts, atField, FOLLOWS, settingsIn, typedOf } from './subscription-form.js';
import { FollowedNames, Target } from './subscribers.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';

const SHOWN = { menuEntry: 'subscribers', timeless: true } as const;
const STATES = ['pending', 'active', 'disabled', 'unsubscribed'] as const;
const CHANNELS = ['email', 'webhook'] as const;
const PAGE_SIZE = 50;
const ListQuery = z.object({
  state: z.enum(STATES).optional(),
  channel: z.enum(CHANNELS).optional(),
  page: pageNumber,
});
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
  'reminders.holidays': 'france',
  'reminders.role': 'recipient',
};

@Pages('subscribers')
export class SubscribersPages {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly subscribing: Subscribing,
    private readonly names: FollowedNames,
    private readonly clock: Clock,
  ) {}

  @ConsoleGet('', 'record')
  async list(@Page() page: Page, @CallerScope() scope: SubscriptionScope): Promise<PageAnswer> {
    const { state, channel, page: number } = await queryOf(page, ListQuery);
    const asked = { state, channel, limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE };
    const { items, total } = await this.subscriptions.find(scope, asked);
    const named = (name: 'providers' | 'dossiers') => [...new Set(items.flatMap(({ filter }) => filter[name] ?? []))];
    const names = await this.names.of({ providers: named('providers'), dossiers: named('dossiers') }, page);
    const isFiltered = state !== undefined || channel !== undefined || number > 1;
    const { subscribers: t, terms } = phrases(page.language).console;
    const whose = may(page, 'admin') ? 'all' : 'own';
    const now = this.clock.now();
    const to = addressOf(page, '/subscribers/new');
    const actions = (
      <>
        {buttonTo(to, t.add.email, 'primary')}
        {buttonTo(addressOf(page, '/subscribers/new', { channel: 'webhook' }), t.add.webhook)}
      </>
    );
    const children = (
      <>
        <p class="soft">{t.intro[whose]}</p>
        {items.length === 0 && !isFiltered ? null : (
          <Toolbar
            {...{ page, label: t.filter, go: phrases(page.language).console.terms.apply }}
            action="/subscribers"
            fields={[
              select('state', terms.state, state, optionsOf(STATES, t.state), t.any.state),
              select('channel', t.channelLabel, channel, optionsOf(CHANNELS, t.channel), t.any.channel),
            ]}
          />
        )}
        <Table
          isMain
          isList
          label={t.title}
          columns={[{ name: t.column.target }, { first: terms.state }, t.column.follows, t.column.how]}
          rows={items.map((view) => lineOf({ page, view, names, now }))}
          empty={
            isFiltered ? (
              <Empty text={t.noneMatch} links={[['/subscribers', t.all]]} />
            ) : (
              <Empty text={t.empty[whose]} links={[[to, t.add.email]]} />
            )
          }
        />
        <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
      </>
    );
    return { title: t.title, ...SHOWN, actions, children };
  }

  @ConsoleGet('new', 'record', 'input')
  async ask(@Page() page: Page): Promise<PageAnswer> {
    const { channel } = await queryOf(page, NewQuery);
    const typed = new URLSearchParams({ ...usual, language: page.language });
    for (const [name, field] of Object.entries(PREFILLED))
      for (const value of page.query.getAll(name)) typed.append(`filter.${field}`, value);
    const follows = FOLLOWS.find((one) => one === page.query.get('follows'));
    if (follows) typed.set('follows', follows);
    typed.set('providerNames', page.query.getAll('provider').join('\n'));
    await this.names.named(typed);
    return this.#ask(page, channel, typed);
  }

  @ConsolePost('new', 'record', 'input')
  async make(@CallerKey() owner: string, @Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const channel = form.get('channel') === 'webhook' ? 'webhook' : 'email';
    if (form.has(PAGE_LANGUAGE)) return this.#ask(page, channel, form);
    const key = form.get('idempotencyKey') ?? randomUUID();
    const { made, problems, isUsed } = await this.#make(form, channel, page, owner, uuidOf('console', owner, key));
    if (!made) {
      if (isUsed) form.delete('idempotencyKey');
      return this.#ask(page, channel, form, problems);
    }
    page.keepsInput = false;
    const { id, target } = made.subscription;
    if (channel === 'email') return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'made' }) };
    const t = phrases(page.language).console.subscribers.made;
    const children = (
      <ShownOnce label={t.secret} secret={made.secret} back={[addressOf(page, `/subscribers/${id}`), t.open]}>
        <p>
          <code>{target}</code>. {t.next}
        </p>
        {made.secret === null ? null : <p>{t.secretHint}</p>}
      </ShownOnce>
    );
    return { status: 201, title: t.title, ...SHOWN, children };
  }

  async #make(
    form: URLSearchParams,
    channel: 'email' | 'webhook',
    page: Page,
    owner: string,
    id: string,
  ): Promise<{ made?: Created; problems: Problem[]; isUsed?: boolean }> {
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const field = channel === 'email' ? 'address' : 'url';
    const asked = { channel, [field]: form.get(field)?.trim() ?? '', ...settingsIn(wished, channel) };
    const problems = [...(await problemsUnder(NewSubscriptionSchema, asked)).map(atField), ...unknown];
    if (problems.length > 0) return { problems };
    try {
      return { made: await this.subscribing.create(NewSubscriptionSchema.parse(asked), { owner, id }), problems: [] };
    } catch (error) {
      if (error instanceof IdReused) return { problems: [{ field, ...reason('form-already-used') }], isUsed: true };
      if (error instanceof Refusal) return { problems: error.problems.map(atField) };
      throw error;
    }
  }

  async #ask(
    page: Page,
    channel: 'email' | 'webhook',
    typed: URLSearchParams,
    problems: readonly Problem[] = [],
  ): Promise<PageAnswer> {
    const { form: t, add, channel: channels } = phrases(page.language).console.subscribers;
    const choices = await this.names.choices(page, {
      providers: typed.getAll('filter.providers'),
      dossiers: typed.getAll('filter.dossiers'),
    });
    const ways = CHANNELS.map((one) => ({
      href: currentUrlWith(page, { channel: one }),
      label: capitalized(channels[one]),
      isHere: one === channel,
    }));
    const key = typed.get('idempotencyKey') ?? randomUUID();
    const children = (
      <DataForm
        {...{ page, problems, typed, send: t.make[channel] }}
        keepsInput
        hidden={[
          ['idempotencyKey', key],
          ['channel', channel],
        ]}
        parts={[targetField(page, channel), ...ownerParts({ page, channel, choices, typed })]}
        back={[addressOf(page, '/subscribers'), phrases(page.language).console.subscribers.all]}
      />
    );
    return {
      status: problems.length > 0 ? 422 : 200,
      title: add[channel],
      ...SHOWN,
      actions: <Switch label={phrases(page.language).console.subscribers.channelLabel} ways={ways} />,
      children,
    };
  }

  @ConsoleGet(':id/change', 'record', 'input')
  async askToChange(@Target() { page, id, scope }: Target): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    return this.#askToChange(page, view, await this.names.withNames(typedOf({ ...view, filter: view.offered })));
  }

  @ConsolePost(':id/change', 'record', 'input')
  async change(@Target() { page, id, scope, form }: Target): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    if (form.has(PAGE_LANGUAGE)) return this.#askToChange(page, view, form);
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const asked = changesIn(wished, view);
    const problems = [...(await problemsUnder(SubscriptionChangesSchema, asked)).map(atField), ...unknown];
    if (problems.length > 0) return this.#askToChange(page, view, form, problems);
    try {
      await this.subscriptions.change(id, SubscriptionChangesSchema.parse(asked), scope, form.get('was') ?? undefined);
      return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'changed' }) };
    } catch (error) {
      if (error instanceof Refusal) return this.#askToChange(page, view, form, error.problems.map(atField));
      if (!(error instanceof ChangedMeanwhile)) throw error;
      form.delete('was');
      return this.#askToChange(page, await this.subscriptions.get(id, scope), form, null);
    }
  }

  /** @param problems `null`: somebody else has changed the subscription since the form was opened */
  async #askToChange(
    page: Page,
    view: SubscriptionView,
    typed: URLSearchParams,
    problems: readonly Problem[] | null = [],
  ): Promise<PageAnswer> {
    const { providers = [], dossiers = [] } = view.offered;
    const choices = await this.names.choices(page, {
      providers: [...providers, ...typed.getAll('filter.providers')],
      dossiers: [...dossiers, ...typed.getAll('filter.dossiers')],
    });
    const { form: t, back } = phrases(page.language).console.subscribers;
    const here = addressOf(page, `/subscribers/${view.id}`);
    const children = (
      <>
        {problems ? null : <Meanwhile page={page} href={here} />}
        <p>
          <code>{view.target}</code> <span class="hint">{t.changeHint}</span>
        </p>
        <DataForm
          {...{ page, typed, send: phrases(page.language).console.terms.save }}
          problems={problems ?? []}
          parts={ownerParts({ page, channel: view.channel, choices, typed })}
          keepsInput
          hidden={[['was', typed.get('was') ?? settingsOf(view)]]}
          back={[here, back]}
        />
      </>
    );
    return { status: problems ? (problems.length > 0 ? 422 : 200) : 409, title: t.change, ...SHOWN, children };
  }
}

function targetField({ language, keepsMails }: Page, channel: 'email' | 'webhook'): FieldData {
  const { subscriptionForm: t, terms } = phrases(language).console;
  return channel === 'email'
    ? {
        kind: 'email',
        name: 'address',
        label: terms.email,
        hint: keepsMails ? t.addressHintKept : t.addressHint,
        required: true,
      }
    : { kind: 'url', name: 'url', label: t.url, hint: t.urlHint, required: true, input: { maxLength: 2_000 } };
}

interface LineProps {
  page: Page;
  view: SubscriptionView;
  now: Date;
}

function lineOf({ page, view, names, now }: LineProps & { names: FilterNames }) {
  const { language } = page;
  const t = phrases(language).console.subscribers;
  const [[, follows] = ['', ''], ...lists] = filterInWords(view.filter, names, language);
  const topics = [follows, ...lists.map(([label, value]) => label + colon(language) + value)].join(' · ');
  const tone = toneOf(view);
  return {
    tone: tone === 'good' || tone === 'plain' ? undefined : tone,
    cells: [
      <>
        {linkTo(page, `/subscribers/${view.id}`, view.target)}{' '}
        {view.endpoint?.description ? <span class="also">{view.endpoint.description}</span> : null}
      </>,
      <SubscriptionStateText page={page} view={view} now={now} />,
      <span title={topics}>{cutShort(topics, 160)}</span>,
      view.channel === 'email' ? `${t.channel.email}, ${frequencyInWords(view, language)}` : t.channel.webhook,
    ],
  };
}

const TONES: Record<SubscriptionState, Tone> = {
  pending: 'warn',
  active: 'good',
  disabled: 'bad',
  unsubscribed: 'plain',
};

const toneOf = ({ state, endpoint }: SubscriptionView): Tone =>
  state === 'active' && (endpoint?.health.failures ?? 0) > 0 ? 'warn' : TONES[state];

export function SubscriptionStateText({ page, view, now }: LineProps) {
  const { language, zone } = page;
  const t = phrases(language).console.subscribers;
  const { state, confirmUntil, disabledBecause } = view;
  const until = confirmUntil && shortInstant(confirmUntil, zone, language);
  const said = [
    confirmUntil && until !== null ? (confirmUntil > now ? t.confirmUntil(until) : t.confirmOver(until)) : null,
    disabledBecause ? phrases(language).mail.trouble.disabled.because[disabledBecause] : null,
    ...healthOf({ page, view, now }),
  ].filter((one) => one !== null);
  return (
    <>
      <Badge tone={toneOf(view)}>{t.state[state]}</Badge> <span class="small soft">{said.join(' ')}</span>
    </>
  );
}

function healthOf({ page: { language, zone }, view: { endpoint, state }, now }: LineProps) {
  if (!endpoint || (state !== 'active' && state !== 'pending')) return [];
  const { health } = phrases(language).console.subscribers;
  const { failures, failingSince, pausedUntil } = endpoint.health;
  if (failures === 0 && !failingSince) return state === 'active' ? [health.well] : [];
  const at = (moment: Date) => shortInstant(moment, zone, language);
  return [
    failures > 0 ? `${health.failures(failures)}.` : null,
    failingSince ? `${health.since} ${at(failingSince)}.` : null,
    pausedUntil !== null && pausedUntil > now ? `${health.paused} ${at(pausedUntil)}.` : null,
    endpoint.failingReason ? `${health.lastError}${colon(language)}${say(endpoint.failingReason, language)}` : null,
  ];
}

/** All settings of the form: an unchecked box removes a setting. */
function changesIn(form: URLSearchParams, { channel }: SubscriptionView) {
  const wishes = settingsIn(form, channel);
  return channel === 'email' ? wishes : { ratePerMinute: null, description: null, ...wishes };
}
