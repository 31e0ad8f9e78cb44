import type { Phrases } from './phrases.js';
import { approvals, activity, account, accounts, password } from './fr/accounts.js';
import { agenda, calendar, reminders } from './fr/deadlines.js';
import { board, search, shortcuts, dossiers, grants } from './fr/dossiers.js';
import { events } from './fr/events.js';
import { errors, frame, signIn, publicPages, published, sharing } from './fr/frame.js';
import { help } from './fr/help.js';
import { imports } from './fr/imports.js';
import { awaitedSubscription, feeds, mail, subscriptionPages } from './fr/mail.js';
import { problemPages, problems } from './fr/problems.js';
import { durations, providers, schemes } from './fr/providers.js';
import { fieldReasons, reasons } from './fr/reasons.js';
import { amending, eventForm, opening, preview, recording, auditFile, evidence } from './fr/recording.js';
import { readings, registers } from './fr/registers.js';
import { sampleNote, standing, warnings } from './fr/standing.js';
import { deliveries, mails, subscribers, subscriptionForm } from './fr/subscriptions.js';
import { terms } from './fr/terms.js';
import { follow, views, overview } from './fr/views.js';

/** Everything that is said in French, with the same keys as `en.ts`, which explains how to add a phrase. `npm run check` names texts without the narrow space before `: ; ? ! » %` and after `«`. */
export const fr: Phrases = {
  events,
  mail,
  awaitedSubscription,
  subscriptionPages,
  standing,
  sampleNote,
  warnings,
  fieldReasons,
  reasons,
  feeds,
  reminders,
  auditFile,
  sharing,
  publicPages,
  published,
  console: {
    terms,
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
    subscriptionForm,
    deliveries,
    mails,
    evidence,
    activity,
    approvals,
  },
  problems,
  problemPages,
};
