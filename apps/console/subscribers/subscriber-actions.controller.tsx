import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Body, Get, Post } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { Suppressions } from '#subscriptions/sending/suppressions.js';
import { problemWithDay } from '#domain/date/day.js';
import { InstantSchema } from '#domain/date/instant.js';
import { Refusal } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { Confirmations } from '#subscriptions/confirmations.js';
import { SendingAgain } from '#subscriptions/send-again.js';
import { TestSchema } from '#subscriptions/messages/webhook/payload-samples.js';
import { Activities, suppressionLifted } from '#access/activities.js';
import { addressOf, callerOf, type PageContext } from '../frame/page.js';
import { Form } from '../frame/controls.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { SubscriberView } from './subscriber-view.js';
import { startOf, Subscribers, type SubscriptionTarget, Target } from './subscribers.js';

const menuEntry = 'subscribers';

/** Actions on a subscription. Each redirects to its page, which shows the result or the problem. */
@Pages('subscribers/:id')
export class SubscriberActions {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly suppressions: Suppressions,
    private readonly confirmations: Confirmations,
    private readonly sendingAgain: SendingAgain,
    private readonly subscribers: Subscribers,
    private readonly activities: Activities,
  ) {}

  @Post('test')
  @ConsoleRoute('record')
  async test(@Target() { page, id, scope }: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
    const { type } = TestSchema.catch({ type: 'subscription.test' }).parse({ type: form.get('type') ?? undefined });
    return this.#do({ page, id, scope }, async () => {
      const once = idempotencyKeyIn(form, page);
      return { done: 'test', ...(await this.subscriptions.sendTest(id, scope, { type, once })) };
    });
  }

  @Post('resume')
  @ConsoleRoute('record')
  async resume(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    return this.#do({ page, id, scope }, async () => {
      await this.subscriptions.resume(id, scope);
      return { done: 'resumed' };
    });
  }

  @Post('ask')
  @ConsoleRoute('record')
  async ask(@Target() { page, id, scope }: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
    const until = InstantSchema.safeParse(form.get('instead')).data;
    return this.#do({ page, id, scope }, async () => {
      await this.confirmations.resend(id, scope, until === undefined ? undefined : new Date(until));
      return { done: 'asked' };
    });
  }

  @Post('send-again')
  @ConsoleRoute('record')
  async sendAgain(@Target() target: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
    const { page, id, scope } = target;
    const day = form.get('since')?.trim() ?? '';
    const wrong = problemWithDay(day);
    if (wrong) return this.#refuse(target, new Refusal('subscription-unfit', wrong, [{ field: 'since', ...wrong }]));
    const asked = { since: startOf(day, page.zone).toISOString(), delivered: form.has('delivered') };
    return this.#do(target, async () => {
      await this.sendingAgain.ask(id, asked, scope);
      return { done: 'again' };
    });
  }

  @Post('lift')
  @ConsoleRoute('admin')
  async lift(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const { target } = await this.subscriptions.get(id, scope);
    try {
      await this.suppressions.lift(target);
      await this.activities.note(suppressionLifted(callerOf(page), target));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // it was lifted already
    }
    return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'lifted' }) };
  }

  @Get('end')
  @ConsoleRoute('record')
  async askToEnd(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const view = await this.subscriptions.get(id, scope);
    const { title } = phrases(page.language).console.subscribers.end;
    return { title, menuEntry, timeless: true, children: <EndView page={page} view={view} /> };
  }

  @Post('end')
  @ConsoleRoute('record')
  async end(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    return this.#do({ page, id, scope }, async () => {
      await this.subscriptions.end(id, scope);
      return { done: 'ended' };
    });
  }

  /** @throws Refusal not-found */
  async #do(asked: SubscriptionTarget, act: () => Promise<Record<string, string>>): Promise<Answer> {
    try {
      return { redirect: addressOf(asked.page, `/subscribers/${asked.id}`, await act()) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return await this.#refuse(asked, error);
    }
  }

  async #refuse({ page, id, scope }: SubscriptionTarget, refused: Refusal): Promise<Answer> {
    const here = { ...page, path: `/subscribers/${id}` };
    const subscriber = await this.subscribers.of(id, scope, here);
    const children = <SubscriberView page={here} {...subscriber} refused={refused} />;
    return { page: here, status: 422, title: subscriber.view.target, menuEntry, timeless: true, children };
  }
}

function EndView({ page, view }: { page: PageContext; view: SubscriptionView }) {
  const { end } = phrases(page.language).console.subscribers;
  return (
    <Form page={page}>
      <p>{end.text(view.target)}</p>
      <p class="row">
        <button class="danger">{end.yes}</button>
        <a class="button second" href={addressOf(page, `/subscribers/${view.id}`)}>
          {end.no}
        </a>
      </p>
    </Form>
  );
}

/** Derived from the caller and the key of the form; random for a form without a key. */
const idempotencyKeyIn = (form: URLSearchParams, { caller }: PageContext): string =>
  uuidOf('console', caller?.id ?? '', form.get('idempotencyKey') ?? randomUUID());
