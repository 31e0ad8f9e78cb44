import { randomUUID } from 'node:crypto';
import { type SubscriptionTarget, Target } from './subscribers.js';
import { phrases } from '#language/phrases.js';
import { Body, Get, Post } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type SubscriptionView, SubscriptionChangesSchema } from '#subscriptions/subscription.js';
import type { SubscriptionScope } from '#subscriptions/sending/recipient.js';
import { PAGE_LANGUAGE } from '../frame/controls.js';
import { addressOf, type PageContext, problemsUnder } from '../frame/page.js';
import { mergeSettings, wasIn } from '../frame/merge-settings.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { FollowedNames, type SubscriptionChoices } from './followed-names.js';
import { ChangedByOthers, SubscriptionForm } from './subscription-form.js';
import { atField, typedOf, settingsIn } from './subscription-form-data.js';

@Pages('subscribers/:id/change')
export class SubscriberChange {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly names: FollowedNames,
  ) {}

  @Get()
  @ConsoleRoute('record', 'input')
  async ask(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const view = await this.subscriptions.get(id, scope);
    return this.#show(page, { view, typed: await this.#withNames(typedOf(offeredTo(view))), problems: [] });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async change(@Target() { page, id, scope }: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
    const view = await this.subscriptions.get(id, scope);
    const was = wasIn(form, filledIn(view));
    if (form.has(PAGE_LANGUAGE)) return this.#show(page, { view, typed: form, problems: [], was });
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const both = mergeSettings(wished, was, filledIn(view));
    const asked = changesIn(wished, view);
    const problems = [...(await problemsUnder(SubscriptionChangesSchema, asked)).map(atField), ...unknown];
    if (problems.length === 0 && both.length > 0)
      return this.#show(page, { view, typed: await this.#withNames(wished), problems, both });
    if (problems.length === 0) {
      const refused = await this.#change(view, asked, scope);
      if (!refused) return this.change({ page, id, scope }, form);
      problems.push(...refused);
    }
    if (problems.length > 0) return this.#show(page, { view, typed: form, problems, was });
    return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'changed' }) };
  }

  async #withNames(typed: URLSearchParams): Promise<URLSearchParams> {
    const names = await this.names.providers(typed.getAll('filter.providers'));
    typed.set('providerNames', [...names.values()].join('\n'));
    return typed;
  }

  /** @returns the problems; `undefined` if somebody else changed the settings meanwhile */
  async #change(view: SubscriptionView, asked: unknown, scope: SubscriptionScope): Promise<Problem[] | undefined> {
    const changes = SubscriptionChangesSchema.parse(asked);
    try {
      await this.subscriptions.change(view.id, changes, scope, view);
      return [];
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return undefined;
      if (error instanceof Refusal) return error.problems.map(atField);
      throw error;
    }
  }

  async #show(page: PageContext, asked: Asked): Promise<Answer> {
    const { view, typed, problems, both = [] } = asked;
    const { providers = [], dossiers = [] } = view.offered;
    const choices = await this.names.choices(page, {
      providers: [...providers, ...typed.getAll('filter.providers')],
      dossiers: [...dossiers, ...typed.getAll('filter.dossiers')],
    });
    const status = problems.length > 0 ? 422 : both.length > 0 ? 409 : 200;
    const { change: title } = phrases(page.language).console.subscribers.form;
    const children = <ChangeView page={page} choices={choices} {...asked} />;
    return { status, title, menuEntry: 'subscribers', timeless: true, children };
  }
}

/** All settings of the form: an unchecked box removes a setting. */
function changesIn(form: URLSearchParams, { channel }: SubscriptionView) {
  const wishes = settingsIn(form, channel);
  return channel === 'email' ? wishes : { ratePerMinute: null, description: null, ...wishes };
}

/** The owner changes what is offered; the recipient may have chosen a part of it. */
const offeredTo = (view: SubscriptionView): SubscriptionView => ({ ...view, filter: view.offered });

/** The fields of the form, filled in; those of the webhook form do not include the language and frequency. */
function filledIn(view: SubscriptionView): URLSearchParams {
  const form = typedOf(offeredTo(view));
  if (view.channel === 'webhook') for (const name of ['language', 'mode', 'digestDay']) form.delete(name);
  return form;
}

interface Asked {
  view: SubscriptionView;
  typed: URLSearchParams;
  problems: readonly Problem[];
  /** Default: as they are now. */
  was?: URLSearchParams;
  /** Settings that somebody else changed, too. */
  both?: readonly string[];
}

interface ChangeProps extends Asked {
  page: PageContext;
  choices: SubscriptionChoices;
}

function ChangeView({ view, was = filledIn(view), both = [], ...form }: ChangeProps) {
  const { page } = form;
  const { language } = page;
  return (
    <>
      <p>
        <code>{view.target}</code>
      </p>
      <p class="hint">{phrases(language).console.subscribers.form.changeHint}</p>
      <ChangedByOthers page={page} names={both} />
      <SubscriptionForm
        {...form}
        channel={view.channel}
        was={was}
        idempotencyKey={form.typed.get('idempotencyKey') ?? randomUUID()}
      />
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{phrases(language).console.subscribers.back}</a>
      </p>
    </>
  );
}
