import { requestsReasons } from './en/requests-reasons.js';
import { rulesReasons } from './en/rules-reasons.js';
import { importsReasons } from './en/imports-reasons.js';
import { subscriptionsReasons } from './en/subscriptions-reasons.js';
import { frame } from './en/console-frame.js';
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
  },
  problems: { ...problems, ...refusals },
  problemPages,
};
