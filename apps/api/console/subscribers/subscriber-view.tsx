import type { Refusal } from '#domain/refusal.js';
import { Facts, Moment } from '../frame/display.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { refusalIn } from '../frame/reason-words.js';
import { ItsDeliveries } from './its-deliveries.js';
import { JustDone } from './just-done.js';
import { StateOf } from './subscriber-state.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';
import { SubscriberDoing } from './subscriber-doing.js';
import type { Subscriber } from './subscribers.js';
import { Suppressed } from './suppressed.js';
import { filterInWords, mannerInWords, remindersInWords } from './wishes-in-words.js';

interface ViewProps extends Subscriber {
  page: ThisPage;
  /** What was asked and cannot be done. */
  refused?: Refusal | string;
}

/** All of a subscription, in words, and what can be done to it. */
export function SubscriberView({ page, refused, ...subscriber }: ViewProps) {
  const { view, names, now } = subscriber;
  const { language } = page;
  const words = SUBSCRIBER_WORDS[language];
  return (
    <>
      <JustDone page={page} {...subscriber} />
      <Refused page={page} refused={refused} />
      <Suppressed page={page} {...subscriber} />
      <Facts
        facts={[
          [words.stateLabel, <StateOf page={page} view={view} now={now} />],
          [words.channelLabel, words.channel[view.channel]],
          ...filterInWords(view.filter, names, language),
          ...mannerInWords(view, language),
          ...(view.filter.deadlines ? remindersInWords(view.reminders, page.zone, language) : []),
          [words.facts.publicKey, view.endpoint?.publicKey ? <code>{view.endpoint.publicKey}</code> : null],
          [words.facts.created, <Moment page={page} at={view.createdAt} />],
          [words.facts.confirmed, view.confirmedAt ? <Moment page={page} at={view.confirmedAt} /> : null],
          [words.facts.id, <code>{view.id}</code>],
        ]}
      />
      <SubscriberDoing page={page} view={view} />
      <ItsDeliveries page={page} {...subscriber} />
      <p>
        <a href={addressOf(page, '/subscribers')}>{words.all}</a>
      </p>
    </>
  );
}

function Refused({ page: { language }, refused }: { page: ThisPage; refused: ViewProps['refused'] | undefined }) {
  if (refused === undefined) return null;
  const said =
    typeof refused === 'string' ? refused : `${SUBSCRIBER_WORDS[language].refused} ${refusalIn(refused, language)}.`;
  return (
    <p class="note error" role="alert">
      {said}
    </p>
  );
}
