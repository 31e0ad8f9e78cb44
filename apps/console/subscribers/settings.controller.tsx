import { Get, Post } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { type SubscriptionView, SubscriptionChangesSchema } from '#subscriptions/subscription.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { PAGE_LANGUAGE, mergeSettings, wasIn } from '../frame/controls.js';
import { DataForm } from '../frame/fields.js';
import { Sent, addressOf, type PageContext, problemsUnder } from '../frame/page.js';
import { FollowedNames, type SubscriptionTarget, Target } from './subscribers.js';
import { ChangedByOthers, atField, ownerParts, settingsIn, typedOf } from './subscription-form.js';

const frame = { menuEntry: 'subscribers', timeless: true } as const;

@Pages('subscribers/:id/change')
export class SubscriberChange {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly names: FollowedNames,
  ) {}

  @Get()
  @ConsoleRoute('record', 'input')
  async ask(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    return this.#show(page, view, await this.names.withNames(filledIn(view)));
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async change(@Target() target: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const { page, id, scope } = target;
    const view = await this.subscriptions.get(id, scope);
    const was = wasIn(form, filledIn(view));
    if (form.has(PAGE_LANGUAGE)) return this.#show(page, view, form, { was });
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const both = mergeSettings(wished, was, filledIn(view));
    const asked = changesIn(wished, view);
    const problems = [...(await problemsUnder(SubscriptionChangesSchema, asked)).map(atField), ...unknown];
    if (problems.length === 0 && both.length > 0)
      return this.#show(page, view, await this.names.withNames(wished), { both });
    if (problems.length === 0) {
      const refused = await this.#change(view, asked, scope);
      if (!refused) return this.change(target, form);
      problems.push(...refused);
    }
    if (problems.length > 0) return this.#show(page, view, form, { problems, was });
    return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'changed' }) };
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

  /** @param asked `was`: by default as the settings are now */
  async #show(
    page: PageContext,
    view: SubscriptionView,
    typed: URLSearchParams,
    asked: { problems?: readonly Problem[]; was?: URLSearchParams; both?: readonly string[] } = {},
  ): Promise<PageAnswer> {
    const { problems = [], was = filledIn(view), both = [] } = asked;
    const { providers = [], dossiers = [] } = view.offered;
    const choices = await this.names.choices(page, {
      providers: [...providers, ...typed.getAll('filter.providers')],
      dossiers: [...dossiers, ...typed.getAll('filter.dossiers')],
    });
    const { form: t, back } = phrases(page.language).console.subscribers;
    const parts = ownerParts({ page, channel: view.channel, choices, typed });
    const children = (
      <>
        <p>
          <code>{view.target}</code> <span class="hint">{t.changeHint}</span>
        </p>
        <ChangedByOthers {...{ page, parts }} names={both} />
        <DataForm
          {...{ page, problems, typed, parts, send: t.save }}
          keepsInput
          hidden={[['was', was.toString()]]}
          back={[addressOf(page, `/subscribers/${view.id}`), back]}
        />
      </>
    );
    const status = problems.length > 0 ? 422 : both.length > 0 ? 409 : 200;
    return { status, title: t.change, ...frame, children };
  }
}

/** All settings of the form: an unchecked box removes a setting. */
function changesIn(form: URLSearchParams, { channel }: SubscriptionView) {
  const wishes = settingsIn(form, channel);
  return channel === 'email' ? wishes : { ratePerMinute: null, description: null, ...wishes };
}

/**
 * The fields of the form, filled in; those of a webhook do not include the frequency. The owner changes what is offered; the
 * recipient may have chosen a part of it.
 */
function filledIn(view: SubscriptionView): URLSearchParams {
  const form = typedOf({ ...view, filter: view.offered });
  if (view.channel === 'webhook') for (const name of ['mode', 'digestDay']) form.delete(name);
  return form;
}
