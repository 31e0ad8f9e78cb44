import { english } from '../format.js';

export const frame = {
  skip: 'Skip to the content',
  menu: 'Menu',
  places: {
    board: 'Board',
    providers: 'Providers',
    grants: 'Grants',
    deadlines: 'Deadlines',
    schemes: 'Schemes',
    import: 'Import',
    subscribers: 'Subscribers',
    mails: 'Kept mails',
    help: 'Help',
  },
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in with the key ${name}`,
  otherLanguage: 'Français',
  time: {
    label: 'Moment looked at',
    asOf: 'As of',
    asOfHint: 'What had happened by the end of this day.',
    knownOn: 'as known on',
    knownOnHint: 'What was on record at the end of this day; empty: all that is.',
    go: 'Go there',
    now: 'Back to today',
    past: (asOf: string, knownOn: string | undefined) =>
      knownOn === undefined
        ? `You are looking at ${asOf}, from all that is on record.`
        : `You are looking at ${asOf}, as it was known on ${knownOn}.`,
  },
  required: 'required',
  problems: (count: number) => (count === 1 ? 'One thing needs another look' : `${count} things need another look`),
  pages: {
    label: 'Pages',
    previous: 'Previous page',
    next: 'Next page',
    shown: (from: number, to: number, total: number) => `${from} to ${to} of ${total}`,
  },
  deadline: {
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    acts: { met: 'Mark as met', move: 'Move', cancel: 'Cancel', happened: 'Record what happened' },
  },
  done: {
    recorded: 'Recorded. The fact is in the timeline.',
    corrected: 'Corrected. The timeline shows the old value and the new one.',
    retracted: 'Retracted. The fact no longer counts, and can still be read in the timeline.',
  },
  notYet: {
    title: 'Not on record yet',
    text: 'At the moment looked at, nothing of it was on record. The first record is of',
    now: 'See it as it stands today',
  },
  sources: {
    authority: 'the authority’s word',
    claim: 'a claim, not confirmed',
    more: (count: number) => `and ${english.count(count, 'more', 'more')}`,
  },
  timeline: {
    title: 'Timeline',
    intro: 'Everything on record, with its corrections. Nothing is erased.',
    order: 'Order',
    happened: 'by the day of the fact, newest first',
    recorded: 'in the order of recording',
    later: (count: number) =>
      `${english.count(count, 'fact later than the day looked at is not shown', 'facts later than the day looked at are not shown')}.`,
    now: 'See today',
    showLater: 'Show them',
    pages: 'Pages of the timeline',
    page: (number: number, of: number) => `Page ${number} of ${of}`,
    previous: 'Previous page',
    next: 'Next page',
    empty: 'Nothing had happened by the day looked at.',
    target: 'See the fact that it is about',
  },
};
