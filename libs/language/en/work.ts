import { english as en } from '../format.js';

/** Reasons of what people keep beside the ledger: views. */
export const workReasons = {
  'view-address': 'must be the path of a list of the console with its filters, such as /?scheme=secnumcloud',
  'services-on-board': 'must be the board (/) if the view names services',
  'view-not-found': ({ view }: { view: string }) => `No view ${view} that you may open or change`,
  'most-views': ({ most }: { most: number }) => `You already have ${most} saved views; delete one first`,
  'most-services': ({ most }: { most: number }) => `A view names at most ${most} services`,
  'service-not-found': ({ service }: { service: string }) => `The provider has no service named ${en.quote(service)}`,
  'nothing-changed': 'must change at least one field',
  'view-not-followed': ({ filters }: { filters: readonly string[] }) =>
    `Subscriptions cannot filter by ${en.list(filters)}, and the view has no other filter`,
  'person-needed': 'must be an account that is signed in; a key without an account creates subscriptions instead',
};

/** Refusals of these requests, by code. */
export const workRefusals = {
  'unknown-view': { title: 'View not found', text: 'No saved view that you may open or change has this slug.' },
  'limit-reached': {
    title: 'Limit reached',
    text: 'The maximum number of entries is reached. `detail` gives it. Delete some first.',
  },
  'unknown-service': { title: 'Service not found', text: 'The provider has no dossier for a service of this name.' },
  'not-followable': {
    title: 'Cannot be followed',
    text: 'No subscription can represent this. `detail` gives the reason.',
  },
};
