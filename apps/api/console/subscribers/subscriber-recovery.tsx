import { addDays } from '#domain/date/day.js';
import { phrases } from '#language/phrases.js';
import { isForPeople, type RecoveryView } from '#subscriptions/recovery.js';
import type { SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { Timestamp } from '../frame/display.js';
import { Form } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';

/** How far the last recovery of a subscription has got. */
export function RecoveryText({ page, view }: { page: PageContext; view: SubscriptionView }) {
  if (!view.recovery) return null;
  const t = phrases(page.language).console.subscribers.recovery;
  const { finishedAt, planned, unreadable } = view.recovery;
  const skipped = unreadable > 0 ? `, ${t.unreadable(unreadable)}` : '';
  if (finishedAt === null) return `${progressOf(page, view.recovery)} (${t.planned(planned)}${skipped})`;
  return (
    <>
      {planned === 0 ? t.nothing : t.planned(planned)}
      {skipped} ({t.finished} <Timestamp page={page} at={new Date(finishedAt)} />)
    </>
  );
}

function progressOf(page: PageContext, { after, reached, upTo, missing }: RecoveryView): string {
  const t = phrases(page.language).console.subscribers.recovery;
  if (upTo === null) return t.awaiting;
  const events = upTo - after;
  return missing ? t.progress(Math.min(reached - after, events), events) : t.underWay;
}

const isRecoverable = ({ state, channel, endpoint, recovery }: SubscriptionView): boolean =>
  state === 'active' &&
  !isForPeople({ channel, format: endpoint?.format }) &&
  (recovery === null || recovery.finishedAt !== null);

/** Sends a webhook what it was not sent since a day. */
export function RecoverForm({ page, view }: { page: PageContext; view: SubscriptionView }) {
  if (!isRecoverable(view)) return null;
  const t = phrases(page.language).console.subscribers.recovery;
  return (
    <Form page={page} action={`/subscribers/${view.id}/recover`} class="card">
      <p class="hint">{t.hint}</p>
      <p>
        <label>
          {t.since} <input type="date" name="since" required max={page.today} value={addDays(page.today, -1)} />
        </label>
      </p>
      <button>{t.action}</button>
    </Form>
  );
}
