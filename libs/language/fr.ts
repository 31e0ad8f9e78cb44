import { mail } from './fr/mail.js';
import { formsReasons } from './fr/forms-reasons.js';
import { requestsReasons } from './fr/requests-reasons.js';
import { rulesReasons } from './fr/rules-reasons.js';
import { importsReasons } from './fr/imports-reasons.js';
import { recordsReasons } from './fr/records-reasons.js';
import { subscriptionsReasons } from './fr/subscriptions-reasons.js';
import { deliveryReasons } from './fr/delivery-reasons.js';
import { help } from './fr/console-help.js';
import { frame } from './fr/console-frame.js';
import { signIn } from './fr/console-sign-in.js';
import { statistics } from './fr/console-statistics.js';
import { schemes } from './fr/console-schemes.js';
import { grants } from './fr/console-grants.js';
import { dossiers } from './fr/console-dossiers.js';
import { providers } from './fr/console-providers.js';
import { board } from './fr/console-board.js';
import { errors } from './fr/console-errors.js';
import { recording, amending, opening, preview } from './fr/console-recording.js';
import { eventForm } from './fr/console-event-form.js';
import { imports } from './fr/console-imports.js';
import { agenda, month, calendar } from './fr/console-deadlines.js';
import { subscribers, subscriberPreview } from './fr/console-subscribers.js';
import { subscriptionForm } from './fr/console-subscription-form.js';
import { deliveries, mails } from './fr/console-deliveries.js';
import { feeds } from './fr/feeds.js';
import { reminders } from './fr/reminder-pages.js';
import { deadlinesReasons } from './fr/deadlines-reasons.js';
import { problemPages, problems } from './fr/problems.js';
import { refusals } from './fr/refusals.js';
import { events } from './fr/events.js';
import { standing } from './fr/standing.js';
import { warnings } from './fr/warnings.js';
import { typesetAll } from './format.js';
import type { Phrases } from './phrases.js';

/** Everything that is said in French, with the spaces that French typography asks for. */
export const fr: Phrases = typesetAll({
  events,
  mail,
  standing,
  warnings,
  reasons: {
    ...requestsReasons,
    ...formsReasons,
    ...rulesReasons,
    ...importsReasons,
    ...recordsReasons,
    ...subscriptionsReasons,
    ...deliveryReasons,
    ...deadlinesReasons,
  },
  feeds,
  reminders,
  console: {
    frame,
    help,
    signIn,
    statistics,
    schemes,
    grants,
    dossiers,
    providers,
    board,
    errors,
    recording,
    amending,
    opening,
    preview,
    eventForm,
    imports,
    agenda,
    month,
    calendar,
    subscribers,
    subscriberPreview,
    subscriptionForm,
    deliveries,
    mails,
  },
  problems: { ...problems, ...refusals },
  problemPages,
});
