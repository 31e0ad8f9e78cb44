import { requestsReasons } from './fr/requests-reasons.js';
import { rulesReasons } from './fr/rules-reasons.js';
import { importsReasons } from './fr/imports-reasons.js';
import { subscriptionsReasons } from './fr/subscriptions-reasons.js';
import { frame } from './fr/console-frame.js';
import { deadlinesReasons } from './fr/deadlines-reasons.js';
import { problemPages, problems } from './fr/problems.js';
import { refusals } from './fr/refusals.js';
import { typesetAll } from './format.js';
import type { Phrases } from './phrases.js';

/** Everything that is said in French, with the spaces that French typography asks for. */
export const fr: Phrases = typesetAll({
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
});
