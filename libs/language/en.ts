import { awaitedSubscription, feeds, mail, subscriptionPages } from './en/mail.js';
import { errors, frame, signIn } from './en/console-frame.js';
import { events } from './en/events.js';
import { reasons } from './en/reasons.js';
import { estimateNote, observedTooShort, sampleNote, standing } from './en/standing.js';
import { warnings } from './en/warnings.js';
import { help } from './en/console-help.js';
import { board, statistics } from './en/console-board.js';
import { search, shortcuts } from './en/console-search.js';
import { times } from './en/console-times.js';
import { approvalRefusals } from './en/approvals.js';
import { approvals } from './en/console-approvals.js';
import { activity } from './en/console-activity.js';
import { providers, schemes } from './en/console-providers.js';
import { readings } from './en/console-readings.js';
import { registers } from './en/console-registers.js';
import { dossiers, grants } from './en/console-dossiers.js';
import { amending, eventForm, opening, preview, recording } from './en/console-recording.js';
import { imports } from './en/imports.js';
import { agenda, calendar, reminders } from './en/deadlines.js';
import { subscriberPreview, subscribers } from './en/console-subscribers.js';
import { subscriptionForm } from './en/console-subscription-form.js';
import { deliveries, mails } from './en/delivery.js';
import { accountRefusals } from './en/accounts.js';
import { account, accounts, password } from './en/console-accounts.js';
import { auditFile, evidence, evidenceRefusals } from './en/evidence.js';
import { registerRefusals } from './en/registers.js';
import { problemPages, problems, refusals } from './en/problems.js';
import { subscriptionRefusals } from './en/subscriptions.js';
import { workRefusals } from './en/work.js';
import { follow, views } from './en/console-views.js';
import { publicPages, sharing } from './en/public-pages.js';
import { overview } from './en/console-work.js';
import { compare } from '#event-store/rebuild/comparison.js';

/**
 * Everything that is said in English. Its type is the contract that other languages fulfil.
 *
 * To add a phrase: put its key into the file of its area in `en/`, as a string or as a function of named parameters, and
 * the same key into the file of that name in `fr/`. Nothing else is registered, unless the file gets a new export: that
 * one is listed here and in `fr.ts`. `npm run check` names phrases that are missing or unused.
 */
export const en = {
  events,
  mail,
  awaitedSubscription,
  subscriptionPages,
  standing,
  sampleNote,
  estimateNote,
  observedTooShort,
  warnings,
  reasons,
  feeds,
  reminders,
  auditFile,
  sharing,
  publicPages,
  console: {
    frame,
    help,
    signIn,
    account,
    accounts,
    password,
    statistics,
    times,
    schemes,
    registers,
    readings,
    grants,
    dossiers,
    providers,
    board,
    search,
    shortcuts,
    errors,
    recording,
    amending,
    opening,
    preview,
    eventForm,
    imports,
    agenda,
    calendar,
    views,
    follow,
    overview,
    subscribers,
    subscriberPreview,
    subscriptionForm,
    deliveries,
    mails,
    evidence,
    activity,
    approvals,
  },
  problems: {
    ...problems,
    ...refusals,
    ...registerRefusals,
    ...workRefusals,
    ...evidenceRefusals,
    ...subscriptionRefusals,
    ...accountRefusals,
    ...approvalRefusals,
  },
  problemPages,
};
