import { english } from '../format.js';

/** Around the pages of the console, and what several of them share. */
export const frame = {
  skip: 'Skip to content',
  behind: (followed: number, events: number) =>
    `This page has ${english.number(followed)} of ${english.number(events)} events so far. Reload it for the others, which follow.`,
  menu: 'Menu',
  places: {
    home: 'Home',
    dossiers: 'Dossiers',
    reference: 'Reference',
    providers: 'Providers',
    grants: 'Grants',
    deadlines: 'Deadlines',
    schemes: 'Schemes',
    registers: 'Registers',
    import: 'Import',
    subscribers: 'Subscribers',
    approvals: 'Approvals',
    accounts: 'Accounts',
    views: 'Saved views',
    activity: 'Activity',
    mails: 'Unsent mail',
    search: 'Search',
    help: 'Help',
  },
  menus: {
    more: 'More actions',
    heldReadings: 'Readings on hold',
    waiting: (count: number) => `${english.number(count)} waiting for you`,
  },
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  otherLanguage: 'Français',
  meanwhile: {
    changed: 'Somebody else has changed this since you opened the page.',
    again: {
      saved:
        'Your input has not been saved. It is kept below: look at what it is now, then save again to replace that.',
      removed: 'Nothing has been removed. Select the button again if you still want to remove it.',
    },
    now: 'What it is now',
    unsaved: 'What you wrote has not been saved:',
  },
  formerAccount: 'an erased account',
  time: {
    label: 'Date shown',
    asOf: 'As of',
    asOfHint: 'Events that occurred up to the end of this day.',
    knownOn: 'as known on',
    knownOnHint: 'Events recorded up to the end of this day. Leave empty for all.',
    now: 'Back to today',
    past: (asOf: string, knownOn: string | undefined) =>
      knownOn === undefined
        ? `Situation on ${asOf}, based on all events recorded to date.`
        : `Situation on ${asOf}, as known on ${knownOn}.`,
  },
  printed: (at: Date, zone: string) => `Page generated on ${english.instant(at, zone)}.`,
  /** Begins the title of a page that says why something failed. */
  failed: 'Error: ',
  required: 'required',
  fieldError: (predicate: string) => `This field ${predicate}.`,
  problems: (count: number) => `${english.count(count, 'field needs', 'fields need')} correction`,
  pages: {
    label: 'Pages',
    first: 'First page',
    previous: 'Previous page',
    next: 'Next page',
    page: (number: number, last: number) => `Page ${english.number(number)} of ${english.number(last)}`,
    shown: (from: number, to: number, total: number) =>
      `${english.number(from)} to ${english.number(to)} of ${english.number(total)}`,
    some: (shown: number, total: number) => `${english.number(shown)} of ${english.number(total)}`,
    someOfMany: (shown: number, most: number) => `${english.number(shown)} of more than ${english.number(most)}`,
  },
  deadline: {
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    acts: {
      met: 'Mark as met',
      move: 'Move',
      cancel: 'Cancel',
      happened: 'Record an event',
      again: 'Record a new date',
      'set-aside': 'Set aside',
    },
  },
  done: {
    recorded: 'The event has been recorded and is in the timeline.',
    corrected: 'The event has been corrected. The timeline shows the old and the new value.',
    retracted: 'The event has been retracted. It no longer counts but stays in the timeline.',
  },
  notYet: {
    title: 'Not recorded yet',
    text: 'Nothing was recorded here as of that date. The first event was recorded on',
    now: 'Show the current situation',
  },
  sources: {
    authority: 'official source',
    claim: 'unconfirmed claim',
  },
  timeline: {
    title: 'Timeline',
    kind: 'Type of event',
    all: 'All events',
    anySource: 'All sources',
    said: { confirmed: 'Official sources', claimed: 'Unconfirmed claims', amended: 'Corrected or retracted' },
    later: (count: number) =>
      `${english.count(count, 'event after that date is not shown', 'events after that date are not shown')}.`,
    showLater: 'Show later events',
    pages: 'Timeline pages',
    empty: 'No event to show.',
  },
  /** An entry of the timeline. */
  entry: {
    recorded: 'Recorded on',
    corrected: 'corrected',
    retracted: 'retracted',
    correction: 'Correction',
    retraction: 'Retraction',
    correctionOf: (event: string) => `correction of ${english.quote(event)}`,
    retractionOf: (event: string) => `retraction of ${english.quote(event)}`,
    correctionOff: 'Correction retracted: it no longer applies',
    was: 'before: ',
    is: 'now: ',
    address: 'Source URL',
    quoted: 'Quote',
    quote: 'Full quote',
    note: 'Note',
    taker: 'Transferred to',
    open: 'see the dossier',
    openProvider: 'see the provider',
    correct: 'Correct',
    retract: 'Retract',
    retractCorrection: 'Retract this correction',
    digest: 'SHA-256',
    readOn: 'Accessed on',
    proof: {
      label: 'Proof',
      covered: (size: number) =>
        `Recorded events are proven by checkpoint ${english.number(size)}. The proof of each is in its details.`,
      by: (size: number) => `proven by checkpoint ${english.number(size)}`,
      notYet: 'not proven yet',
      check: 'Check',
      /** What a script says. */
      said: {
        checked: 'Checked in this browser: the event is in checkpoint {size}, signed by {key}.',
        unsigned:
          'Checked in this browser: the event is in checkpoint {size}. This browser cannot check the signature by {key}.',
        insecure: 'This page was opened without https, where a browser cannot check proofs. Use “jalon verify”.',
        invalid: 'The proof is not valid: the event, or the proof, was changed. “jalon verify” says what differs.',
        failed: 'The proof could not be checked. Try again later.',
      },
    },
  },
};

export const signIn = {
  intro: 'The session ends after 12 hours of inactivity, or after 7 days at most.',
  forgot: 'Forgot password?',
  limited:
    'Too many attempts have failed. Wait a quarter of an hour, or choose a new password with “Forgot password?”.',
  singleSignOn: {
    action: (name: string) => `Sign in with ${name}`,
    refused: {
      unreachable: (name: string) =>
        `${name} cannot be reached or does not answer as expected. Try again later, or sign in with your password.`,
      over: (name: string) =>
        `This response of ${name} belongs to no sign-in of this browser, or to one that is over. Begin again.`,
      denied: (name: string) => `${name} has not signed you in, or you have cancelled.`,
      invalid: (name: string) => `The response of ${name} is invalid. Begin again.`,
      unverified: (name: string) =>
        `${name} states no verified email address for you, so that your account cannot be found.`,
      'no-account': (name: string) => `No account belongs to your address at ${name}. Ask an admin to invite you.`,
    },
  },
  withKey: 'Sign in with an API key',
  keyIntro: 'For the first sign-in, before there are accounts, and for programs. The key itself is not stored.',
  keyHint: 'Usually starts with jalon_. The first start prints one; create others with “npx jalon keys create”.',
  kept: 'Your session has expired. Your input has been kept: sign in to continue.',
  file: 'Your session has expired. Sign in, then select the file again.',
  stale: {
    title: 'Continue',
    text: 'This form belongs to a previous session. Nothing has been recorded; your input has been kept.',
    action: 'Continue with this input',
  },
  open: 'Reading needs no account: ',
  board: 'go to the home page',
};

/** Error pages: texts by HTTP status, or by problem code where the status says too little. */
export const errors = {
  text: {
    'foreign-form': 'The form was not processed. Open the page on this site and submit it again.',
    404: 'The address is wrong, or the record did not exist yet on that date.',
    401: 'Sign in, then try again.',
    405: 'This address only accepts a form of the console.',
    406: 'This page is not available in the requested format.',
    408: 'The request did not arrive in time. Check the connection, then send it again.',
    412: 'Someone recorded another event after you opened this page. Reload it and start again.',
    413: 'The limit is 320 kB for a form and 10 MB for a CSV file.',
    414: 'Go back to the previous page and select fewer filters.',
    429: 'Wait one minute, or sign in.',
    500: 'The error has been logged. Please try again later.',
    503: 'The ledger is not responding. Try again in a few seconds.',
    'unreadable-event':
      'This record contains an event that this version of Jalon cannot read; contact the operator. Other records are not affected.',
    'clock-jump': 'The clock of the database is more than a day ahead. Nothing was recorded; contact the operator.',
    'not-seen-yet':
      'The event has been recorded, but this list does not show it yet. Reload the page in a few seconds; do not record the event again.',
  },
  board: 'Go to the home page',
  help: 'Help',
  reference: 'Reference:',
  nothing: 'Nothing was changed.',
};
