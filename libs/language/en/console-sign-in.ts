export const signIn = {
  title: 'Sign in',
  intro:
    'The console opens with an API key of Jalon. The key is not kept: only a session is, for seven days at most, and twelve hours without a visit end it.',
  key: 'API key',
  keyHint: 'It usually begins with jalon_. The first start prints one; “npm run -s jalon keys create” makes others.',
  action: 'Sign in',
  wrong: 'is unknown or was revoked',
  kept: 'Your session is over. What you typed is kept: sign in, and go on.',
  file: 'Your session is over. Sign in, then choose the file again.',
  stale: {
    title: 'Go on',
    text: 'This form is from an earlier session. Nothing was done; what you typed is kept.',
    action: 'Go on with what is typed',
  },
  open: 'Reading needs no key: ',
  board: 'go to the board',
};
