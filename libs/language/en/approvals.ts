import { english as en } from '../format.js';

/** Reasons about proposals that another person must approve. */
export const approvalsReasons = {
  'approval-needed': ({ schemes }: { schemes: readonly string[] }) =>
    `Another person must approve this change of status (${schemes.join(', ')})`,
  'account-needed': 'The key belongs to no account; proposals and approvals need a person',
  'own-proposal': 'The proposal is your own; another person must approve it',
  'proposal-id-not-found': ({ id }: { id: string }) => `Proposal ${id} not found`,
  'proposal-state': ({ state }: { state: string }) => `The state of the proposal is ${state}`,
  'proposal-changed': 'The effect of the proposal has changed since it was shown',
  'proposal-unreadable': 'It concerns an event that this version of Jalon cannot read',
  'proposal-recorded': 'The ledger already says so; there is nothing left to record',
  'approver-needed': 'Only an approver or an administrator can decide on a proposal',
  'proposal-not-own': 'Only its author can withdraw a proposal',
};

/** See `refusals`. */
export const approvalRefusals = {
  'approval-needed': {
    title: 'Approval needed',
    text: 'The change affects a status of a scheme under the four-eyes principle; another person must approve it. Nothing was recorded.',
  },
  'account-needed': {
    title: 'Account needed',
    text: 'Only people propose and approve changes that need a second person. Use a key that belongs to an account, or sign in with one.',
  },
  'own-proposal': {
    title: 'Own proposal',
    text: 'Another person must approve a proposal.',
  },
  'proposal-decided': {
    title: 'Proposal already decided',
    text: 'The proposal is no longer open.',
  },
  'proposal-changed': {
    title: 'Proposal has another effect now',
    text: 'The ledger has changed: the proposal would no longer have the effect shown. Nothing was recorded. Fetch the proposal again and decide on its current effect.',
  },
};

/** Changes of status that wait for a second person. */
export const approvals = {
  title: 'Approvals',
  count: (label: string, open: number) => `${label} (${en.number(open)})`,
  intro:
    'Changes of status in schemes under the four-eyes principle. Another person than the author approves or rejects each one; until then nothing is recorded and nobody is notified.',
  schemesLink: 'Choose the schemes',
  filter: 'Filter proposals',
  state: 'State',
  apply: 'Apply',
  all: 'All',
  empty: { open: 'No proposal is waiting.', other: 'There is no such proposal.' },
  column: { subject: 'Change', by: 'Proposed by', at: 'Proposed on', state: 'State' },
  newest: 'Newest',
  older: 'Older',
  states: {
    open: 'waiting',
    recording: 'being recorded',
    approved: 'approved',
    rejected: 'rejected',
    withdrawn: 'withdrawn',
    outdated: 'outdated',
  },
  kinds: {
    'dossier-event': 'event',
    import: (name: string) => `import of ${name}`,
    scheme: 'new version of the scheme',
    'scheme-amendment': 'correction of the scheme',
    match: 'answer about a register entry',
  },
  schemes: 'Schemes',
  decidedBy: { approved: 'Approved by', rejected: 'Rejected by', withdrawn: 'Withdrawn by', outdated: 'Decided by' },
  decidedAt: 'Decided on',
  reason: 'Reason',
  proposal: 'Proposed change',
  effect: 'Effect if recorded now',
  statuses: 'Statuses',
  statusColumns: { dossier: 'Dossier', before: 'Before', after: 'After' },
  from: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  more: (count: number) => `and ${en.count(count, 'more dossier', 'more dossiers')}`,
  none: 'No status would change.',
  refused: (why: string) => `It can no longer be recorded: ${why}.`,
  changed:
    'The effect has changed since you opened this page. Nothing was recorded. Check the effect below, then decide.',
  own: 'This is your own proposal. Another person must approve it.',
  noAccount: 'Sign in with an account to decide: a key without an account does not identify a person.',
  noApprover: 'Approvers and administrators decide on proposals.',
  approve: 'Approve and record',
  approveReason: 'Remark (optional)',
  reject: 'Reject',
  rejectReason: 'Reason for the rejection',
  withdraw: 'Withdraw the proposal',
  seeEvent: 'See the event',
  back: 'All proposals',
  done: {
    proposed: 'Your change is proposed. It is recorded once another person approves it.',
    approved: 'The change has been approved and recorded.',
    rejected: 'The proposal has been rejected. Nothing was recorded.',
    withdrawn: 'The proposal has been withdrawn. Nothing was recorded.',
    outdated: 'The ledger has changed: the proposal could no longer be recorded.',
    policy: 'The schemes have been saved.',
  },
  policy: {
    title: 'Four-eyes principle',
    intro:
      'In the schemes selected, whatever would change the status of a dossier waits for a second person: events, corrections, retractions, imports, readings of registers and new versions of the scheme. What Jalon derives itself, such as an expiry, does not.',
    scheme: 'Schemes under the four-eyes principle',
    since: (day: string) => `since ${day}`,
    save: 'Save',
    persons:
      'At least two accounts are needed: one that records, and another with the role of approver or administrator. Keys without an account can neither propose nor approve.',
  },
  needed:
    'This change affects a status of a scheme under the four-eyes principle. It is recorded once another person approves it.',
  propose: 'Propose',
  approvedBy: 'approved by',
};
