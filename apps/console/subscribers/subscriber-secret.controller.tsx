import { type SubscriptionTarget, Target } from './subscribers.js';
import { phrases } from '#language/phrases.js';
import { Body, Get, Post } from '@nestjs/common';
import { SigningSecrets, type RotatedSecret, RotationSchema } from '#subscriptions/signing-secrets.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { writtenInstant } from '#language/format.js';
import { addressOf, type PageContext, problemsUnder } from '../frame/page.js';
import { Facts } from '../frame/display.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';

const menuEntry = 'subscribers';
const USUAL_HOURS = '24';

@Pages('subscribers/:id/secret')
export class SubscriberSecret {
  constructor(
    private readonly signingSecrets: SigningSecrets,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async ask(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    return this.#ask({ page, id, scope }, USUAL_HOURS, []);
  }

  /** Idempotent: the form names the secret that it replaces; sent twice, it shows the same new secret. */
  @Post()
  @ConsoleRoute('record')
  async rotate(@Target() { page, id, scope }: SubscriptionTarget, @Body() form: URLSearchParams): Promise<Answer> {
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
      return { title, menuEntry, timeless: true, children: <RotatedView {...{ page, id, rotated }} /> };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      const problems = error.problems.map((problem) => ({ ...problem, field: 'overlapHours' }));
      return this.#ask({ page, id, scope }, hours, problems);
    }
  }

  async #ask({ page, id, scope }: SubscriptionTarget, hours: string, problems: readonly Problem[]): Promise<Answer> {
    const view = await this.subscriptions.get(id, scope);
    const ending = (await this.signingSecrets.markOf(id, scope)) ?? '';
    const { action: title } = phrases(page.language).console.subscribers.secret;
    const status = problems.length > 0 ? 422 : 200;
    const children = <RotationForm {...{ page, view, hours, problems, ending }} />;
    return { status, title, menuEntry, timeless: true, children };
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

/** Asks how long both secrets sign. */
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

/** The secret of a webhook, shown once. */
export function SigningSecret({ page, secret }: { page: PageContext; secret: string | null }) {
  const { made } = phrases(page.language).console.subscribers;
  return (
    <div class="card">
      <p>{made.secretHint}</p>
      <Facts facts={[[made.secret, secret === null ? null : <code>{secret}</code>]]} />
    </div>
  );
}
