export const signIn = {
  title: 'Sign in',
  intro:
    'Sign in to the console with a Jalon API key. The key itself is not stored. The session ends after 12 hours of inactivity, or after 7 days at most.',
  key: 'API key',
  keyHint: 'Usually starts with jalon_. The first start prints one; create others with “npm run -s jalon keys create”.',
  action: 'Sign in',
  kept: 'Your session has expired. Your input has been kept: sign in to continue.',
  file: 'Your session has expired. Sign in, then select the file again.',
  stale: {
    title: 'Continue',
    text: 'This form belongs to a previous session. Nothing has been recorded; your input has been kept.',
    action: 'Continue with this input',
  },
  open: 'No key is needed to read: ',
  board: 'go to the board',
};
