import { formsReasons, requestsReasons } from './requests-reasons.js';
import { rulesReasons } from './rules-reasons.js';
import { importsReasons } from './imports-reasons.js';
import { recordsReasons } from './records-reasons.js';
import { deadlinesReasons, deliveryReasons, subscriptionsReasons } from './subscriptions-reasons.js';

/** The sentence for each reason code. Not part of `en` alone, so that the types of events do not depend on all phrases. */
export const reasons = {
  ...requestsReasons,
  ...formsReasons,
  ...rulesReasons,
  ...importsReasons,
  ...recordsReasons,
  ...subscriptionsReasons,
  ...deliveryReasons,
  ...deadlinesReasons,
};
