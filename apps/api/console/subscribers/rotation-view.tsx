import type { Problem } from '#domain/refusal.js';
import { writtenInstant } from '#language/format.js';
import type { Rotated } from '#subscriptions/rotate-secret.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { FORM_WORDS } from './form-words.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { ToldOnce } from './told-once.js';

interface RotationProps {
  page: ThisPage;
  view: SubscriptionView;
  /** As typed. */
  hours: string;
  problems: readonly Problem[];
  /** The mark of the key that is to end. */
  ending: string;
}

/** Asks for how long the former secret is to sign beside the new one. */
export function RotationForm({ page, view, hours, problems, ending }: RotationProps) {
  const { secret } = FORM_WORDS[page.language];
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
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{SUBSCRIBER_WORDS[page.language].back}</a>
      </p>
    </Form>
  );
}

/** The new one, told once. */
export function RotatedView({ page, id, rotated }: { page: ThisPage; id: string; rotated: Rotated }) {
  const { secret } = FORM_WORDS[page.language];
  return (
    <>
      <p class="note good" role="status">
        {secret.done} {secret.former(writtenInstant(rotated.formerUntil, page.zone, page.language))}
      </p>
      <ToldOnce page={page} {...rotated} />
      <p>
        <a class="button" href={addressOf(page, `/subscribers/${id}`)}>
          {SUBSCRIBER_WORDS[page.language].back}
        </a>
      </p>
    </>
  );
}
