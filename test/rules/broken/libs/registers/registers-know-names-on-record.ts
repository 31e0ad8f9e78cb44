export * from '../subscriptions/subscriptions-know-only-delivery.js';
