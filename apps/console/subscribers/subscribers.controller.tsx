import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Body, Get, Post } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { IdReused } from '#event-store/events.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Created, Subscribing } from '#subscriptions/subscribing.js';
import type { SubscriptionScope } from '#subscriptions/sending/recipient.js';
import { NewSubscriptionSchema } from '#subscriptions/subscription.js';
import { CallerKey, CallerScope } from '../../api/auth/caller.js';
import { PAGE_LANGUAGE } from '../frame/controls.js';
import { addressOf, problemsUnder, queryOf, Page, type PageContext } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { FollowedNames, type SubscriptionChoices } from './followed-names.js';
import { PAGE_SIZE, SubscriberList } from './subscriber-list.js';
import { SigningSecret } from './subscriber-secret.controller.js';
import { CHANNELS, SubscribersQuery } from './subscribers.js';
import { SubscriptionForm } from './subscription-form.js';
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
  async list(@Page() page: PageContext, @CallerScope() scope: SubscriptionScope): Promise<Answer> {
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
  async ask(@Page() page: PageContext): Promise<Answer> {
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
  async make(@Page() page: PageContext, @Body() form: URLSearchParams, @CallerKey() owner: string): Promise<Answer> {
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
  ): Promise<Answer> {
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
