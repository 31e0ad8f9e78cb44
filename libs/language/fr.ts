import { awaitedSubscription, feeds, mail, subscriptionPages } from './fr/mail.js';
import { reasons } from './fr/reasons.js';
import { imports } from './fr/imports.js';
import { deliveries, mails } from './fr/delivery.js';
import { help } from './fr/console-help.js';
import { errors, frame, signIn } from './fr/console-frame.js';
import { board, statistics } from './fr/console-board.js';
import { search, shortcuts } from './fr/console-search.js';
import { times } from './fr/console-times.js';
import { approvalRefusals } from './fr/approvals.js';
import { approvals } from './fr/console-approvals.js';
import { activity } from './fr/console-activity.js';
import { providers, schemes } from './fr/console-providers.js';
import { readings } from './fr/console-readings.js';
import { registers } from './fr/console-registers.js';
import { dossiers, grants } from './fr/console-dossiers.js';
import { amending, eventForm, opening, preview, recording } from './fr/console-recording.js';
import { agenda, calendar, reminders } from './fr/deadlines.js';
import { subscriberPreview, subscribers } from './fr/console-subscribers.js';
import { subscriptionForm } from './fr/console-subscription-form.js';
import { accountRefusals } from './fr/accounts.js';
import { account, accounts, password } from './fr/console-accounts.js';
import { auditFile, evidence, evidenceRefusals } from './fr/evidence.js';
import { registerRefusals } from './fr/registers.js';
import { problemPages, problems, refusals } from './fr/problems.js';
import { subscriptionRefusals } from './fr/subscriptions.js';
import { workRefusals } from './fr/work.js';
import { follow, views } from './fr/console-views.js';
import { publicPages, sharing } from './fr/public-pages.js';
import { overview } from './fr/console-work.js';
import { compare } from '#event-store/rebuild/comparison.js';
import { events } from './fr/events.js';
import { estimateNote, observedTooShort, sampleNote, standing } from './fr/standing.js';
import { warnings } from './fr/warnings.js';
import { typesetAll } from './format.js';
import type { Phrases } from './phrases.js';

/** Everything that is said in French, with the same keys as `en.ts`, which explains how to add a phrase. `typesetAll` sets the spaces. */
export const fr: Phrases = typesetAll({
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
});
