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
