export * from '../subscriptions/subscriptions-mail-owners.js';
