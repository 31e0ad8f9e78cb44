import { addDays } from '#domain/date/day.js';
import { phrases } from '#language/phrases.js';
import { isForPeople, type RecoveryView } from '#subscriptions/recovery.js';
import type { SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { Timestamp } from '../frame/display.js';
import { Form } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';
import { Checkbox } from './subscription-fields.js';

/** How far the last recovery of a subscription has got. */
export function RecoveryText({ page, view }: { page: PageContext; view: SubscriptionView }) {
  if (!view.recovery) return null;
  const t = phrases(page.language).console.subscribers.recovery;
  const { finishedAt, planned, unreadable, upTo } = view.recovery;
  if (upTo === null) return t.awaiting;
  const skipped = unreadable > 0 ? `, ${t.unreadable(unreadable)}` : '';
  if (finishedAt === null) return `${progressOf(page, view.recovery, upTo)} (${t.planned(planned)}${skipped})`;
  return (
    <>
      {planned === 0 ? t.nothing : t.planned(planned)}
      {skipped} ({t.finished} <Timestamp page={page} at={new Date(finishedAt)} />)
    </>
  );
}

function progressOf(page: PageContext, { after, reached, missing }: RecoveryView, upTo: number): string {
  const t = phrases(page.language).console.subscribers.recovery;
  const events = upTo - after;
  return missing ? t.progress(Math.min(reached - after, events), events) : t.underWay;
}

const DAYS = 7;

/** Sends what failed since a day again and, to a webhook, what it was never sent. */
export function RecoverForm({ page, view }: { page: PageContext; view: SubscriptionView }) {
  const { id, state, channel, endpoint, recovery } = view;
  if (state !== 'active' || (recovery && recovery.finishedAt === null)) return null;
  const t = phrases(page.language).console.subscribers.recovery;
  return (
    <Form page={page} action={`/subscribers/${id}/recover`} class="card">
      <p class="hint">{t.hint}</p>
      <p>
        <label>
          {t.since} <input type="date" name="since" required max={page.today} value={addDays(page.today, -DAYS)} />
        </label>
      </p>
      {isForPeople({ channel, format: endpoint?.format }) ? null : (
        <Checkbox typed={new URLSearchParams()} name="missing" label={t.missing} hint={t.missingHint} />
      )}
      <button>{t.action}</button>
    </Form>
  );
}
