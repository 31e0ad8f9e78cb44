export * from '../subscriptions/subscriptions-name-dossiers.js';
