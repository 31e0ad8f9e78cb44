import { awaitedSubscription, feeds, mail, subscriptionPages } from './fr/mail.js';
import { reasons } from './fr/reasons.js';
import { imports } from './fr/imports.js';
import { deliveries, mails } from './fr/delivery.js';
import { help } from './fr/help.js';
import { errors, frame, signIn, publicPages, sharing } from './fr/frame.js';
import { board, search, shortcuts, workRefusals, follow, views, overview } from './fr/board.js';
import { durations, providers, schemes } from './fr/providers.js';
import { approvalRefusals, approvals } from './fr/approvals.js';
import { activity, accountRefusals, account, accounts, password } from './fr/accounts.js';
import { readings } from './fr/readings.js';
import { registers, registerRefusals } from './fr/registers.js';
import { dossiers, grants, auditFile, evidence, evidenceRefusals } from './fr/dossiers.js';
import { amending, eventForm, opening, preview, recording } from './fr/recording.js';
import { agenda, calendar, reminders } from './fr/deadlines.js';
import { subscriberPreview, subscribers, subscriptionForm, subscriptionRefusals } from './fr/subscriptions.js';
import { problemPages, problems, refusals } from './fr/problems.js';
import { events } from './fr/events.js';
import { sampleNote, standing } from './fr/standing.js';
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
    durations,
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
