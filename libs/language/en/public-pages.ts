import { english as en } from '../format.js';

/** Badges for other websites. */
export const sharing = {
  title: 'Share',
  intro: 'The badge shows the status of the day on which it is seen.',
  introPast: 'The badge shows the status at the dates chosen above.',
  snippets: 'Code to copy',
  html: 'Badge, HTML',
  markdown: 'Badge, Markdown',
  asOf: (day: string) => `as of ${day}`,
  whole: (title: string, standing: string, asOf: string) => `${title}: ${standing}, ${asOf}.`,
  alt: (title: string) => `Certification status: ${title}`,
};

/** What search engines and feed readers are told of pages that anybody may read. */
export const publicPages = {
  feeds: { label: 'Feeds', atom: 'Changes (Atom)', calendar: 'Deadlines (calendar)' },
  until: (day: string) => `in force until ${day}`,
  lastHeard: (day: string) => `Last activity: ${day}.`,
  sourced: 'Each date with its source.',
  provider: (name: string, schemes: readonly string[]) =>
    schemes.length === 0
      ? `The cloud certifications of ${name}, with sources and history.`
      : `The cloud certifications of ${name}: ${en.list(schemes)}. With sources and history.`,
  scheme: (name: string, authority: string) =>
    `${name}, by ${authority}: stages, versions of the standard, durations and the services that hold it.`,
  register: (name: string) => `The register ${name}: its entries, what each reading changed, and its history.`,
  lists: {
    '/': 'The status of cloud services under certification schemes such as SecNumCloud, HDS and ISO/IEC 27001, each with its sources.',
    '/overview': 'Cloud certifications: what changed this week, what ends in which month, delays and durations.',
    '/deadlines': 'The deadlines of cloud certifications: ends of validity, renewals, announced targets.',
    '/providers': 'Providers of cloud services and their certifications.',
    '/grants': 'Grants of cloud certifications over time, from the first to the last day of validity.',
    '/schemes': 'Certification schemes for cloud services: stages, authorities and periods of validity.',
    '/registers': 'Public registers of cloud certifications, and what each reading of them changed.',
    '/help': 'How Jalon records cloud certifications: statuses, sources, dates, deadlines and subscriptions.',
  },
};
