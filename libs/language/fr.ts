import type { Phrases } from './phrases.js';
import * as accounts from './fr/accounts.js';
import * as deadlines from './fr/deadlines.js';
import * as dossiers from './fr/dossiers.js';
import { events } from './fr/events.js';
import * as frame from './fr/frame.js';
import { help } from './fr/help.js';
import * as imports from './fr/imports.js';
import { awaitedSubscription, feeds, mail, subscriptionPages } from './fr/mail.js';
import * as pages from './fr/pages.js';
import * as problems from './fr/problems.js';
import * as providers from './fr/providers.js';
import * as reasons from './fr/reasons.js';
import * as recording from './fr/recording.js';
import * as registers from './fr/registers.js';
import * as standing from './fr/standing.js';
import * as subscriptions from './fr/subscriptions.js';
import * as terms from './fr/terms.js';
import * as views from './fr/views.js';

/** Of the pages of the console. */
const console: Phrases['console'] = {
  help,
  ...accounts,
  ...deadlines,
  ...dossiers,
  ...frame,
  ...imports,
  ...providers,
  ...recording,
  ...registers,
  ...subscriptions,
  ...terms,
  ...views,
};

/** Everything that is said in French, with the same keys as `en.ts`, which explains how to add a phrase. `npm run check` names texts without the narrow space before `: ; ? ! » %` and after `«`. */
export const fr: Phrases = {
  events,
  mail,
  awaitedSubscription,
  subscriptionPages,
  feeds,
  ...pages,
  ...problems,
  ...reasons,
  ...standing,
  console,
};
