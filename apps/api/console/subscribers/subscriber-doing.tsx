import { randomUUID } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { Form, Hidden } from '../frame/controls.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { FORM_WORDS } from './form-words.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';

interface DoingProps {
  page: ThisPage;
  view: SubscriptionView;
}

/** What can be done to a subscription as it stands. */
export function SubscriberDoing({ page, view }: DoingProps) {
  const words = SUBSCRIBER_WORDS[page.language];
  const here = `/subscribers/${view.id}`;
  const { state, confirmUntil, confirmedAt } = view;
  const link = (path: string, label: string) => (
    <a class="button second" href={addressOf(page, `${here}/${path}`)}>
      {label}
    </a>
  );
  const isOver = state === 'unsubscribed';
  return (
    <section aria-labelledby="doing">
      <h2 id="doing">{words.actions}</h2>
      <p class="row no-print">
        {isOver ? null : link('change', words.change)}
        {link('preview', words.preview)}
        {isOver || view.endpoint === null ? null : link('secret', FORM_WORDS[page.language].secret.action)}
        {isOver ? null : link('end', words.end.action)}
      </p>
      <div class="cards">
        {state === 'active' ? (
          <Do page={page} action={`${here}/test`} label={words.test} hint={words.testHint(view.target)}>
            <Hidden fields={[['once', randomUUID()]]} />
          </Do>
        ) : null}
        {state === 'disabled' && confirmedAt ? (
          <Do page={page} action={`${here}/enable`} label={words.enable} hint={words.enableHint} />
        ) : null}
        {state === 'pending' || (state === 'disabled' && !confirmedAt) ? (
          <Do page={page} action={`${here}/ask`} label={words.ask} hint={words.askHint}>
            {confirmUntil ? <Hidden fields={[['instead', confirmUntil.toISOString()]]} /> : null}
          </Do>
        ) : null}
        {state === 'active' ? <DoAgain page={page} view={view} /> : null}
      </div>
    </section>
  );
}

function DoAgain({ page, view }: DoingProps) {
  const words = SUBSCRIBER_WORDS[page.language];
  return (
    <Do page={page} action={`/subscribers/${view.id}/redeliver`} label={words.redeliver} hint={words.redeliverHint}>
      <p>
        <label>
          {words.redeliverSince} <input type="date" name="since" max={page.today} />
        </label>
      </p>
    </Do>
  );
}

interface DoProps {
  page: ThisPage;
  action: string;
  label: string;
  hint: string;
  children?: ComponentChildren;
}

function Do({ page, action, label, hint, children }: DoProps) {
  return (
    <Form page={page} action={action} class="card">
      <p class="hint">{hint}</p>
      {children}
      <button>{label}</button>
    </Form>
  );
}
