import { english } from '../format.js';

export const search = {
  title: 'Search',
  label: 'Search everywhere',
  hint: 'A provider, an alias, a service, the number of a decision, a scheme or milestone, a party, a technology, or words of a statement.',
  go: 'Search',
  kinds: {
    provider: 'Providers',
    service: 'Services',
    decision: 'Decisions',
    scheme: 'Schemes',
    party: 'Parties and owners',
    technology: 'Technology',
    statement: 'Statements and events',
  },
  results: (count: number) => english.count(count, 'result', 'results'),
  none: (query: string) => `No results for ${english.quote(query)}.`,
  advice: 'Use fewer words, or the beginnings of words. Retracted events are not found.',
  similar: (query: string) => `No results for ${english.quote(query)}. Similar names:`,
  all: (count: string) => `Show all ${count}`,
  allOf: 'All kinds',
  first: (count: number) => `Only the first ${english.number(count)} are shown. Add a word.`,
  many: (count: number) => `${english.number(count)} or more`,
  past: 'Search finds everything on record today. The results lead to the date shown.',
  alias: (name: string) => `also: ${name}`,
  decision: (number: string) => `Decision ${number}`,
  stage: 'milestone',
  board: 'On the board',
  next: (milestone: string) => `Record ${milestone} today`,
  grant: 'Record a decision',
  record: 'Record an event',
};

/** Shortcuts of the keyboard. */
export const shortcuts = {
  title: 'Keyboard shortcuts',
  open: 'Keyboard shortcuts',
  close: 'Close',
  skipToTable: 'Skip to the table',
  ending: 'Grants that end within 90 days',
  intro: 'They do not act while you type in a field.',
  or: 'or',
  then: 'then',
  acts: {
    search: 'search',
    help: 'show these shortcuts',
    table: 'go to the table',
    close: 'close a window',
  },
};
