import type { SubscriptionState } from '#database/tables/subscription.js';
import { TROUBLE_WORDS } from '#notifications/mail/trouble-words.js';
import { writtenInstant } from '#language/format.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { Badge, type Tone } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';

const TONES: Record<SubscriptionState, Tone> = {
  pending: 'warn',
  active: 'good',
  disabled: 'bad',
  unsubscribed: 'plain',
};

interface StateProps {
  page: ThisPage;
  view: SubscriptionView;
  now: Date;
}

/** Whether it gets anything, and why not. */
export function StateOf({ page, view, now }: StateProps) {
  const { language, zone } = page;
  const words = SUBSCRIBER_WORDS[language];
  const { state, confirmUntil, disabledBecause } = view;
  const until = confirmUntil && writtenInstant(confirmUntil, zone, language);
  return (
    <>
      <Badge tone={TONES[state]}>{words.state[state]}</Badge>
      {confirmUntil && until !== null ? (
        <div class="small">{confirmUntil > now ? words.confirmUntil(until) : words.confirmOver(until)}</div>
      ) : null}
      {disabledBecause ? <div class="small">{TROUBLE_WORDS[language].disabled.because[disabledBecause]}</div> : null}
      <Health page={page} view={view} now={now} />
    </>
  );
}

/** How an endpoint fares; nothing of mails, nor of one that is asked nothing. */
function Health({ page: { language, zone }, view: { endpoint, state }, now }: StateProps) {
  if (!endpoint || state !== 'active') return null;
  const { health } = SUBSCRIBER_WORDS[language];
  const { failures, failingSince, pausedUntil } = endpoint.health;
  if (failures === 0 && !failingSince) return <div class="small soft">{health.well}</div>;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  return (
    <div class="small">
      {failures > 0 ? `${health.failures(failures)}. ` : null}
      {failingSince ? `${health.since} ${writtenInstant(failingSince, zone, language)}. ` : null}
      {isPaused ? `${health.paused} ${writtenInstant(pausedUntil, zone, language)}.` : null}
    </div>
  );
}
