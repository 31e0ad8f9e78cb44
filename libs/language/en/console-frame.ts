import { english } from '../format.js';

/** Around the pages of the console, and what several of them share. */
export const frame = {
  skip: 'Skip to content',
  menu: 'Menu',
  places: {
    board: 'Board',
    providers: 'Providers',
    grants: 'Grants',
    deadlines: 'Deadlines',
    schemes: 'Schemes',
    import: 'Import',
    subscribers: 'Subscribers',
    mails: 'Unsent mail',
    help: 'Help',
  },
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in with key ${name}`,
  otherLanguage: 'Français',
  time: {
    label: 'Date shown',
    asOf: 'As of',
    asOfHint: 'Events that occurred up to the end of this day.',
    knownOn: 'as known on',
    knownOnHint: 'Events recorded up to the end of this day. Leave empty for all.',
    go: 'Apply',
    now: 'Back to today',
    past: (asOf: string, knownOn: string | undefined) =>
      knownOn === undefined
        ? `Situation on ${asOf}, based on all events recorded to date.`
        : `Situation on ${asOf}, as known on ${knownOn}.`,
  },
  required: 'required',
  problems: (count: number) => `${english.count(count, 'field needs', 'fields need')} correction`,
  pages: {
    label: 'Pages',
    previous: 'Previous page',
    next: 'Next page',
    shown: (from: number, to: number, total: number) => `${from} to ${to} of ${total}`,
  },
  deadline: {
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    acts: { met: 'Mark as met', move: 'Move', cancel: 'Cancel', happened: 'Record an event' },
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
    claim: 'claim, not confirmed',
    more: (count: number) => `and ${english.number(count)} more`,
  },
  timeline: {
    title: 'Timeline',
    intro: 'All recorded events and their corrections. Nothing is erased.',
    order: 'Order',
    happened: 'by event date, newest first',
    recorded: 'by recording date',
    later: (count: number) =>
      `${english.count(count, 'event after that date is not shown', 'events after that date are not shown')}.`,
    now: 'Back to today',
    showLater: 'Show later events',
    pages: 'Timeline pages',
    page: (number: number, of: number) => `Page ${number} of ${of}`,
    empty: 'No event had occurred by that date.',
    target: 'See the amended event',
  },
};
