import { type SubscriptionTarget, Target } from './subscribers.js';
import { phrases } from '#language/phrases.js';
import { Body, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type Problem, Refusal } from '#domain/refusal.js';
import { ChangeSubscription } from '#subscriptions/change-subscription.js';
import { GetSubscription, type SubscriptionView } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { SubscriptionChangesSchema } from '#subscriptions/new-subscription.js';
import { addressOf, type PageContext, problemsUnder } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { FollowedNames, type SubscriptionChoices } from './followed-names.js';
import { SubscriptionForm } from './subscription-form.js';
import { atField, typedOf, settingsIn } from './subscription-form-data.js';

@Pages('subscribers/:id/change')
export class SubscriberChange {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly names: FollowedNames,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async ask(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const view = await this.queries.execute(new GetSubscription(id, scope));
    const typed = typedOf(view);
    const names = [...(await this.names.providers(view.filter.providers ?? [])).values()];
    typed.set('providerNames', names.join('\n'));
    return this.#show(page, { view, typed, problems: [] });
  }

  @Post()
  @ConsoleRoute('record')
  async change(@Target() { page, id, scope }: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
    const view = await this.queries.execute(new GetSubscription(id, scope));
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const asked = changesIn(wished, view);
    const problems = [...(await problemsUnder(SubscriptionChangesSchema, asked)).map(atField), ...unknown];
    if (problems.length === 0) problems.push(...(await this.#change(id, asked, scope)));
    if (problems.length > 0) return this.#show(page, { view, typed: form, problems });
    else return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'changed' }) };
  }

  async #change(id: string, asked: unknown, scope: SubscriptionScope): Promise<Problem[]> {
    try {
      await this.commands.execute(new ChangeSubscription(id, SubscriptionChangesSchema.parse(asked), scope));
      return [];
    } catch (error) {
      if (error instanceof Refusal) return error.problems.map(atField);
      throw error;
    }
  }

  async #show(
    page: PageContext,
    asked: { view: SubscriptionView; typed: URLSearchParams; problems: readonly Problem[] },
  ): Promise<Answer> {
    const { view, typed, problems } = asked;
    const { providers = [], dossiers = [] } = view.filter;
    const choices = await this.names.choices(page, {
      providers: [...providers, ...typed.getAll('filter.providers')],
      dossiers: [...dossiers, ...typed.getAll('filter.dossiers')],
    });
    const status = problems.length > 0 ? 422 : 200;
    const { change: title } = phrases(page.language).console.subscribers.form;
    const children = <ChangeView page={page} choices={choices} {...asked} />;
    return { status, title, menuEntry: 'subscribers', timeless: true, children };
  }
}

/** All settings of the form: an unchecked box removes a setting. */
function changesIn(form: URLSearchParams, { channel }: SubscriptionView) {
  const wishes = settingsIn(form, channel);
  return channel === 'email' ? wishes : { ratePerMinute: null, ...wishes };
}

interface ChangeProps {
  page: PageContext;
  view: SubscriptionView;
  typed: URLSearchParams;
  choices: SubscriptionChoices;
  problems: readonly Problem[];
}

function ChangeView({ view, ...form }: ChangeProps) {
  const { page } = form;
  const { language } = page;
  return (
    <>
      <p>
        <code>{view.target}</code>
      </p>
      <p class="hint">{phrases(language).console.subscribers.form.changeHint}</p>
      <SubscriptionForm {...form} channel={view.channel} />
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{phrases(language).console.subscribers.back}</a>
      </p>
    </>
  );
}
