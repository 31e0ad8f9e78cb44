export interface Started {
  address: string;
  /** The admin key, at the one time that it can be shown. */
  madeKey: string | undefined;
  openToRead: boolean;
}

/** The last lines of a start: where the console is and how to sign in, the key if one was made, and what to try first. */
export function greet({ address, madeKey, openToRead }: Started): void {
  const authorization = openToRead ? '' : ` -H 'Authorization: Bearer ${madeKey ?? '<your key>'}'`;
  const signIn = `${openToRead ? 'To record, sign in' : 'Sign in'} there with ${madeKey ? 'the key below' : 'an API key'}.`;
  const key = madeKey
    ? `
  Admin key   ${madeKey}
              Keep it: it is not shown again. \`npm run -s jalon keys create\` makes others.`
    : '';
  console.log(`
  Jalon is running.

  Address     ${address}
              Open it in a browser: that is the console. ${signIn}
  Reference   ${address}/docs${key}

  See where every certification stands without a browser:
    curl -s${authorization} '${address}/v1/dossiers?limit=5'

  Ctrl-C ends it; the data stay.
`);
}
