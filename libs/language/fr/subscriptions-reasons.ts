import type { subscriptionsReasons as English } from '../en/subscriptions-reasons.js';

/** Reasons of subscriptions, deliveries, mail addresses and webhook endpoints. */
export const subscriptionsReasons: typeof English = {};
