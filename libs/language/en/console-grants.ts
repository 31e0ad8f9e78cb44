import { english } from '../format.js';

export const grants = {
  title: 'Grants over time',
  intro:
    'Each bar is a decision, a certificate or a report, from its first day to its last. The table says the same, with links.',
  filter: 'Choose grants',
  scheme: 'Scheme',
  everyScheme: 'All schemes',
  provider: 'Provider',
  providerHint: 'Its whole name.',
  everyProvider: 'All providers',
  show: 'Show',
  picture: {
    title: 'Grants, by service, over the years',
    how: 'One line for each service, one bar for each grant. The table below says the same.',
    today: 'today',
    asOf: 'day looked at',
  },
  legend: {
    title: 'How to read the bars',
    thin: 'thin bar: a claim, not confirmed by the authority',
    open: 'point on the right: no end on record',
  },
  table: {
    title: 'The same grants as a table',
    caption: 'Grants by provider and service, the latest first',
    dossier: 'Provider and service',
    scheme: 'Scheme',
    decision: 'Decision',
    from: 'From',
    until: 'Until',
    state: 'On the day looked at',
    word: 'According to',
    noDecision: 'no number on record',
    noEnd: 'no end on record',
    runsUntil: 'in force until',
    older: (count: number) => english.count(count, 'older grant', 'older grants'),
  },
  empty: {
    nothing: 'No grant is on record at the moment looked at.',
    whatToDo: 'It will show here as soon as a dossier has one.',
    noMatch: 'No grant answers to this choice at the moment looked at.',
    all: 'See all grants',
    noPage: 'There is no such page of this list.',
    firstPage: 'Go to the first page',
  },
};
