import { english as en } from '../format.js';

/** Reasons of what people keep beside the ledger: views, comments, assignees. */
export const workReasons = {
  'view-address': 'must be the path of a list of the console with its filters, such as /?scheme=secnumcloud',
  'services-on-board': 'must be the board (/) if the view names services',
  'view-not-found': ({ view }: { view: string }) => `No view ${view} that you may open or change`,
  'most-views': ({ most }: { most: number }) => `You already have ${most} saved views; delete one first`,
  'deadline-not-found': ({ key }: { key: string }) => `The dossier has no deadline ${key}`,
  'most-comments': ({ most }: { most: number }) => `This deadline already has ${most} comments`,
  'comment-not-found': ({ comment }: { comment: string }) => `Comment ${comment} not found`,
  'comment-of-another': 'The comment was written by somebody else',
  'assignee-unfit': ({ account }: { account: string }) =>
    `No account ${account} in use that has the role officer or above`,
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
  'unknown-comment': { title: 'Comment not found', text: 'No comment on a deadline has this id.' },
  'not-author': {
    title: 'Not the author',
    text: 'Only its author may delete a comment, or a caller with scope `admin`.',
  },
  'assignee-unfit': {
    title: 'Cannot be assigned',
    text: 'Deadlines are assigned to accounts in use with the role officer or above.',
  },
  'unknown-service': { title: 'Service not found', text: 'The provider has no dossier for a service of this name.' },
  'not-followable': {
    title: 'Cannot be followed',
    text: 'No subscription can represent this. `detail` gives the reason.',
  },
};
