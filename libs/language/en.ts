import * as accounts from './en/accounts.js';
import * as deadlines from './en/deadlines.js';
import * as dossiers from './en/dossiers.js';
import { events } from './en/events.js';
import * as frame from './en/frame.js';
import { help } from './en/help.js';
import * as imports from './en/imports.js';
import { awaitedSubscription, feeds, mail, subscriptionPages } from './en/mail.js';
import * as pages from './en/pages.js';
import * as problems from './en/problems.js';
import * as providers from './en/providers.js';
import * as reasons from './en/reasons.js';
import * as recording from './en/recording.js';
import * as registers from './en/registers.js';
import * as standing from './en/standing.js';
import * as subscriptions from './en/subscriptions.js';
import * as terms from './en/terms.js';
import * as views from './en/views.js';

/** Of the pages of the console. */
const console = {
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

/**
 * Everything that is said in English. Its type is the contract that other languages fulfil.
 *
 * To add a phrase: put its key into the file of its area in `en/`, as a string or as a function of named parameters, and
 * the same key into the file of that name in `fr/`. Nothing else is registered: a file is spread whole, but for three that
 * also export what others use. `npm run check` names phrases that are missing or unused.
 */
export const en = {
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
