import { Get, Post } from '@nestjs/common';
import { settingsOf, Subscriptions } from '#subscriptions/subscriptions.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { type SubscriptionView, SubscriptionChangesSchema } from '#subscriptions/subscription.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Meanwhile, PAGE_LANGUAGE } from '../frame/controls.js';
import { DataForm } from '../frame/fields.js';
import { Sent, addressOf, type PageContext, problemsUnder } from '../frame/page.js';
import { FollowedNames, type SubscriptionTarget, Target } from './subscribers.js';
import { atField, ownerParts, settingsIn, typedOf } from './subscription-form.js';

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
    return this.#show(page, view, await this.names.withNames(typedOf({ ...view, filter: view.offered })));
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async change(@Target() { page, id, scope }: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    if (form.has(PAGE_LANGUAGE)) return this.#show(page, view, form);
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const asked = changesIn(wished, view);
    const problems = [...(await problemsUnder(SubscriptionChangesSchema, asked)).map(atField), ...unknown];
    if (problems.length > 0) return this.#show(page, view, form, problems);
    try {
      await this.subscriptions.change(id, SubscriptionChangesSchema.parse(asked), scope, form.get('was') ?? undefined);
      return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'changed' }) };
    } catch (error) {
      if (error instanceof Refusal) return this.#show(page, view, form, error.problems.map(atField));
      if (!(error instanceof ChangedMeanwhile)) throw error;
      form.delete('was');
      return this.#show(page, await this.subscriptions.get(id, scope), form, null);
    }
  }

  /** @param problems `null`: somebody else has changed the subscription since the form was opened */
  async #show(
    page: PageContext,
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
          {...{ page, typed, send: t.save }}
          problems={problems ?? []}
          parts={ownerParts({ page, channel: view.channel, choices, typed })}
          keepsInput
          hidden={[['was', typed.get('was') ?? settingsOf(view)]]}
          back={[here, back]}
        />
      </>
    );
    return { status: problems ? (problems.length > 0 ? 422 : 200) : 409, title: t.change, ...frame, children };
  }
}

/** All settings of the form: an unchecked box removes a setting. */
function changesIn(form: URLSearchParams, { channel }: SubscriptionView) {
  const wishes = settingsIn(form, channel);
  return channel === 'email' ? wishes : { ratePerMinute: null, description: null, ...wishes };
}
