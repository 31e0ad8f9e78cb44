import { mail } from './en/mail.js';
import { frame } from './en/console-frame.js';
import { events } from './en/events.js';
import { reasons } from './en/reasons.js';
import { standing } from './en/standing.js';
import { warnings } from './en/warnings.js';
import { help } from './en/console-help.js';
import { signIn } from './en/console-sign-in.js';
import { statistics } from './en/console-statistics.js';
import { schemes } from './en/console-schemes.js';
import { grants } from './en/console-grants.js';
import { dossiers } from './en/console-dossiers.js';
import { providers } from './en/console-providers.js';
import { board } from './en/console-board.js';
import { errors } from './en/console-errors.js';
import { recording, amending, opening, preview } from './en/console-recording.js';
import { eventForm } from './en/console-event-form.js';
import { imports } from './en/console-imports.js';
import { agenda, month, calendar } from './en/console-deadlines.js';
import { subscribers, subscriberPreview } from './en/console-subscribers.js';
import { subscriptionForm } from './en/console-subscription-form.js';
import { deliveries, mails } from './en/console-deliveries.js';
import { problemPages, problems } from './en/problems.js';
import { refusals } from './en/refusals.js';
import { feeds } from './en/feeds.js';
import { reminders } from './en/reminder-pages.js';

/** Everything that is said in English. Its type is the contract that other languages fulfil. */
export const en = {
  events,
  mail,
  standing,
  warnings,
  reasons,
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
};
