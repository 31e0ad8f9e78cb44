/** Reasons of subscriptions, deliveries, mail addresses and webhook endpoints. */
export const subscriptionsReasons = {};
