/** Reasons about accounts, keys and signing in. */
export const accountsReasons = {
  'account-not-found': ({ id }: { id: string }) => `Account ${id} not found`,
  'account-erased': 'The account was erased',
  'account-not-invited': 'The person has already signed in; “Forgot password?” on the sign-in page sends another link',
  'code-wrong': 'is wrong, or was used before',
  'email-taken': 'Another account has this address',
  'last-admin': 'This is the last administrator who can sign in; appoint another one first',
  'password-long': ({ most }: { most: number }) => `must have at most ${most} characters`,
  'password-repeats': 'must not repeat the same few characters',
  'password-short': ({ least }: { least: number }) => `must have at least ${least} characters`,
  'password-wrong': 'is wrong',
  'sign-in-wrong': 'Address or password wrong',
};

/** Problems of accounts. */
export const accountRefusals = {
  'account-unfit': {
    title: 'Not possible in this state of the account',
    text: 'The state of the account does not allow this: it was erased, or its person has already signed in.',
  },
  'last-admin': {
    title: 'Last administrator',
    text: 'No other administrator can sign in. Appoint another one, who signs in, before you change this account.',
  },
};
