import { requestsReasons } from './en/requests-reasons.js';
import { rulesReasons } from './en/rules-reasons.js';
import { importsReasons } from './en/imports-reasons.js';
import { subscriptionsReasons } from './en/subscriptions-reasons.js';
import { help } from './en/console-help.js';
import { frame } from './en/console-frame.js';
import { signIn } from './en/console-sign-in.js';
import { statistics } from './en/console-statistics.js';
import { schemes } from './en/console-schemes.js';
import { grants } from './en/console-grants.js';
import { dossiers } from './en/console-dossiers.js';
import { providers } from './en/console-providers.js';
import { board } from './en/console-board.js';
import { errors } from './en/console-errors.js';
import { deadlinesReasons } from './en/deadlines-reasons.js';
import { problemPages, problems } from './en/problems.js';
import { refusals } from './en/refusals.js';

/** Everything that is said in English. Its type is the contract that other languages fulfil. */
export const en = {
  reasons: {
    ...requestsReasons,
    ...rulesReasons,
    ...importsReasons,
    ...subscriptionsReasons,
    ...deadlinesReasons,
  },
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
  },
  problems: { ...problems, ...refusals },
  problemPages,
};
