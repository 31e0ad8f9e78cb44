import { approvals, activity, account, accounts, password } from './en/accounts.js';
import { agenda, calendar, reminders } from './en/deadlines.js';
import { board, search, shortcuts, dossiers, grants } from './en/dossiers.js';
import { events } from './en/events.js';
import { errors, frame, signIn, publicPages, published, sharing } from './en/frame.js';
import { help } from './en/help.js';
import { imports } from './en/imports.js';
import { awaitedSubscription, feeds, mail, subscriptionPages } from './en/mail.js';
import { problemPages, problems } from './en/problems.js';
import { durations, providers, schemes } from './en/providers.js';
import { fieldReasons, reasons } from './en/reasons.js';
import { amending, eventForm, opening, preview, recording, auditFile, evidence } from './en/recording.js';
import { readings, registers } from './en/registers.js';
import { sampleNote, standing, warnings } from './en/standing.js';
import { subscribers, subscriptionForm, deliveries, mails } from './en/subscriptions.js';
import { terms } from './en/terms.js';
import { follow, views, overview } from './en/views.js';

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
