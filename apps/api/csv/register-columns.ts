import type { z } from 'zod';
import type { EntryView } from '#registers/list-entries.js';
import type { ReadingSummary } from '../registers/reading-answers.js';
import type { ListedRegister } from '../registers/register-answers.js';
import type { Column } from './csv-line.js';

export const registerColumns: readonly Column<z.input<typeof ListedRegister>>[] = [
  { name: 'register', description: 'slug', of: (register) => register.slug },
  { name: 'name', of: (register) => register.name },
  { name: 'scheme', of: (register) => register.scheme },
  { name: 'publisher', of: (register) => register.publisher },
  { name: 'url', of: (register) => register.url },
  { name: 'format', of: ({ reader }) => reader.format },
  { name: 'last_read', of: (register) => register.lastRead },
  { name: 'entries', of: (register) => register.entries },
  { name: 'stale', of: (register) => register.stale },
  {
    name: 'held',
    description: 'readings that wait for a decision; with an API key only',
    of: (register) => register.held,
  },
  { name: 'built_in', of: (register) => register.builtIn },
  { name: 'version', of: (register) => register.version },
];

export const readingColumns: readonly Column<z.input<typeof ReadingSummary>>[] = [
  { name: 'reading', description: 'id', of: (reading) => reading.id },
  { name: 'day', of: (reading) => reading.day },
  { name: 'state', of: (reading) => reading.state },
  { name: 'at', of: (reading) => reading.at },
  { name: 'how', of: (reading) => reading.how },
  { name: 'entries', of: ({ figures }) => figures?.entries },
  { name: 'added', of: ({ figures }) => figures?.added },
  { name: 'changed', of: ({ figures }) => figures?.changed },
  { name: 'moved', of: ({ figures }) => figures?.moved },
  { name: 'gone', of: ({ figures }) => figures?.gone },
  { name: 'unchanged', of: ({ figures }) => figures?.unchanged },
  { name: 'ignored', of: ({ figures }) => figures?.ignored },
  { name: 'unreadable', of: ({ figures }) => figures?.unreadable },
  { name: 'holds', of: (reading) => reading.holds },
  { name: 'problem', description: 'code', of: ({ problem }) => problem?.code },
  { name: 'decision', of: ({ decided }) => decided?.decision },
  { name: 'reason', description: 'of the decision; with an API key only', of: ({ decided }) => decided?.reason },
  { name: 'address', of: (reading) => reading.address },
  { name: 'sha256', of: (reading) => reading.sha256 },
  { name: 'event', description: 'id', of: (reading) => reading.event },
  { name: 'actor', description: 'with an API key only', of: (reading) => reading.actor },
];

export const entryColumns: readonly Column<EntryView>[] = [
  { name: 'entry', description: 'key', of: (entry) => entry.entry },
  { name: 'provider', description: 'slug', of: (entry) => entry.provider.slug },
  { name: 'provider_name', of: (entry) => entry.provider.name },
  { name: 'service', of: (entry) => entry.service },
  { name: 'listing', of: (entry) => entry.listing },
  { name: 'milestone', of: (entry) => entry.milestone },
  { name: 'level', of: (entry) => entry.level },
  { name: 'since', of: (entry) => entry.since },
  { name: 'dossier', description: 'id', of: (entry) => entry.dossier },
];
