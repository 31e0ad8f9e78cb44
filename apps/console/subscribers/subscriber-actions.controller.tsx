import { SigningSecret, ChangedByOthers, SubscriptionForm } from './subscription-form.js';
import { randomUUID } from 'node:crypto';
import { Get, Post } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { Suppressions } from '#subscriptions/sending/suppressions.js';
import { Activities, suppressionLifted } from '#access/activities.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { problemWithDay } from '#domain/date/day.js';
import { InstantSchema } from '#domain/date/instant.js';
import { Refusal, type Problem } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { type SubscriptionView, SubscriptionChangesSchema } from '#subscriptions/subscription.js';
import { Confirmations } from '#subscriptions/confirmations.js';
import { SendingAgain } from '#subscriptions/send-again.js';
import { TestSchema } from '#subscriptions/messages/webhook/payload-samples.js';
import { writtenInstant } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type RotatedSecret, RotationSchema, SigningSecrets } from '#subscriptions/signing-secrets.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form, Field, Hidden, Problems, PAGE_LANGUAGE, mergeSettings, wasIn } from '../frame/controls.js';
import { Sent, addressOf, callerOf, type PageContext, problemsUnder } from '../frame/page.js';
import {
  FollowedNames,
  type SubscriptionChoices,
  startOf,
  Subscribers,
  type SubscriptionTarget,
  Target,
} from './subscribers.js';
import { SubscriberView } from './subscriber.controller.js';
import { atField, typedOf, settingsIn } from './subscription-form-data.js';

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
  async test(@Target() { page, id, scope }: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const { type } = TestSchema.catch({ type: 'subscription.test' }).parse({ type: form.get('type') ?? undefined });
    return this.#do({ page, id, scope }, async () => {
      const once = idempotencyKeyIn(form, page);
      return { done: 'test', ...(await this.subscriptions.sendTest(id, scope, { type, once })) };
    });
  }

  @Post('resume')
  @ConsoleRoute('record')
  async resume(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    return this.#do({ page, id, scope }, async () => {
      await this.subscriptions.resume(id, scope);
      return { done: 'resumed' };
    });
  }

  @Post('ask')
  @ConsoleRoute('record')
  async ask(@Target() { page, id, scope }: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const until = InstantSchema.safeParse(form.get('instead')).data;
    return this.#do({ page, id, scope }, async () => {
      await this.confirmations.resend(id, scope, until === undefined ? undefined : new Date(until));
      return { done: 'asked' };
    });
  }

  @Post('send-again')
  @ConsoleRoute('record')
  async sendAgain(@Target() target: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
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
  async lift(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
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
  async askToEnd(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    const { title } = phrases(page.language).console.subscribers.end;
    return { title, menuEntry, timeless: true, children: <EndView page={page} view={view} /> };
  }

  @Post('end')
  @ConsoleRoute('record')
  async end(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    return this.#do({ page, id, scope }, async () => {
      await this.subscriptions.end(id, scope);
      return { done: 'ended' };
    });
  }

  /** @throws Refusal not-found */
  async #do(asked: SubscriptionTarget, act: () => Promise<Record<string, string>>): Promise<PageAnswer> {
    try {
      return { redirect: addressOf(asked.page, `/subscribers/${asked.id}`, await act()) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return await this.#refuse(asked, error);
    }
  }

  async #refuse({ page, id, scope }: SubscriptionTarget, refused: Refusal): Promise<PageAnswer> {
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

const USUAL_HOURS = '24';

@Pages('subscribers/:id/secret')
export class SubscriberSecret {
  constructor(
    private readonly signingSecrets: SigningSecrets,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async ask(@Target() { page, id, scope }: SubscriptionTarget): Promise<PageAnswer> {
    return this.#ask({ page, id, scope }, USUAL_HOURS, []);
  }

  /** Idempotent: the form names the secret that it replaces; sent twice, it shows the same new secret. */
  @Post()
  @ConsoleRoute('record')
  async rotate(@Target() { page, id, scope }: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const hours = form.get('overlapHours')?.trim() ?? USUAL_HOURS;
    const asked = { overlapHours: /^\d{1,9}$/.test(hours) ? Number(hours) : hours };
    const problems = await problemsUnder(RotationSchema, asked);
    if (problems.length > 0) {
      return this.#ask({ page, id, scope }, hours, problems);
    }
    try {
      const { overlapHours } = RotationSchema.parse(asked);
      const rotated = await this.signingSecrets.rotate(id, scope, overlapHours, form.get('ending') ?? '');
      const { title } = phrases(page.language).console.subscribers.secret;
      return {
        title,
        menuEntry: menuEntry,
        timeless: true,
        children: <RotatedView {...{ page, id, rotated }} />,
      };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      const problems = error.problems.map((problem) => ({ ...problem, field: 'overlapHours' }));
      return this.#ask({ page, id, scope }, hours, problems);
    }
  }

  async #ask(
    { page, id, scope }: SubscriptionTarget,
    hours: string,
    problems: readonly Problem[],
  ): Promise<PageAnswer> {
    const view = await this.subscriptions.get(id, scope);
    const ending = (await this.signingSecrets.markOf(id, scope)) ?? '';
    const { action: title } = phrases(page.language).console.subscribers.secret;
    const status = problems.length > 0 ? 422 : 200;
    const children = <RotationForm {...{ page, view, hours, problems, ending }} />;
    return { status, title, menuEntry: menuEntry, timeless: true, children };
  }
}

interface RotationProps {
  page: PageContext;
  view: SubscriptionView;
  hours: string;
  problems: readonly Problem[];
  /** Identifies the key to be replaced. */
  ending: string;
}

function RotationForm({ page, view, hours, problems, ending }: RotationProps) {
  const { secret } = phrases(page.language).console.subscribers;
  return (
    <Form page={page} class="stacked">
      <Problems page={page} problems={problems} labels={{ overlapHours: secret.overlap }} />
      <p>
        <code>{view.target}</code>
      </p>
      <p>{secret.text}</p>
      <Hidden fields={[['ending', ending]]} />
      <Field page={page} name="overlapHours" label={secret.overlap} hint={secret.overlapHint} problems={problems}>
        {(input) => <input {...input} value={hours} inputMode="numeric" autocomplete="off" />}
      </Field>
      <p class="row">
        <button>{secret.action}</button>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{phrases(page.language).console.subscribers.back}</a>
      </p>
    </Form>
  );
}

/** The new secret; it is not shown again. */
function RotatedView({ page, id, rotated }: { page: PageContext; id: string; rotated: RotatedSecret }) {
  const { secret } = phrases(page.language).console.subscribers;
  return (
    <>
      <p class="note good" role="status">
        {secret.done} {secret.former(writtenInstant(rotated.formerUntil, page.zone, page.language))}
      </p>
      <SigningSecret page={page} secret={rotated.secret} />
      <p>
        <a class="button" href={addressOf(page, `/subscribers/${id}`)}>
          {phrases(page.language).console.subscribers.back}
        </a>
      </p>
    </>
  );
}

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
    return this.#show(page, { view, typed: await this.#withNames(typedOf(offeredTo(view))), problems: [] });
  }

  @Post()
  @ConsoleRoute('record', 'input')
  async change(@Target() { page, id, scope }: SubscriptionTarget, @Sent() form: URLSearchParams): Promise<PageAnswer> {
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

  async #show(page: PageContext, asked: Asked): Promise<PageAnswer> {
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
