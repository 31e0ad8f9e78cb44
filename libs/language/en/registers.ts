import type { DataOf } from '#domain/event/ledger-event.js';
import { english as en } from '../format.js';

/** The events of registers: see `events`. */
export const registerEvents = {
  RegisterPublished: {
    name: 'register published',
    hint: 'A version of how a register is read.',
    summary: ({ register }: DataOf<'RegisterPublished'>) => `register ${en.quote(register.name)} published`,
  },
  RegisterRead: {
    name: 'register read',
    hint: 'What the register listed on a day.',
    summary: ({ register, entries, added, changed, gone }: DataOf<'RegisterRead'>) =>
      `${register} read: ${en.count(entries, 'entry', 'entries')}, ${added.length} added, ${changed.length} changed, ${gone.length} no longer listed`,
  },
  EntryMatched: {
    name: 'provider matched',
    hint: 'An answer to whether two names are the same provider.',
    summary: ({ name, provider }: DataOf<'EntryMatched'>) =>
      provider === null ? `${en.quote(name)} is another provider` : `${en.quote(name)} matched`,
  },
};

/** Reasons of reading registers. */
export const registersReasons = {
  'register-not-found': ({ slug, registers }: { slug: string; registers: readonly string[] }) =>
    `Register ${slug} not found; the registers are ${registers.join(', ')}`,
  'reading-not-found': ({ reading }: { reading: string }) => `Reading ${reading} not found`,
  'register-unchanged': ({ slug }: { slug: string }) => `register ${slug} is unchanged`,
  'register-document-too-large': ({ megabytes }: { megabytes: number }) =>
    `The document is larger than ${megabytes} MB`,
  'register-document-empty': 'The document lists no entry',
  'reading-interrupted':
    'The process stopped or another one recorded on the same entries; nothing was recorded. Read the document again',
  'reading-in-future': ({ day, today }: { day: string; today: string }) =>
    `The document is of ${day}, which is later than today (${today})`,
  'reading-state': ({ state }: { state: string }) => `The state of the reading is ${state}`,
  'entry-unreadable': ({ dossier }: { dossier: string }) =>
    `Dossier ${dossier} has an event that this version of Jalon cannot read`,
  'reading-changed': 'The effect of the reading has changed since it was shown; check it again',
  'reading-older-than': ({ day, last }: { day: string; last: string }) =>
    `The document is of ${day}, but the register was read for ${last}`,
  'proposal-not-found': ({ name }: { name: string }) =>
    `the register lists no provider ${name} whose name is like that of the candidate`,
};

/** The refusals of registers and readings. */
export const registerRefusals = {
  'register-invalid': {
    title: 'Invalid register',
    text: 'The register does not fit its scheme. `problems` names each field and the reason.',
  },
  'register-document-invalid': {
    title: 'Invalid register document',
    text: 'The document cannot be read as the register describes. Nothing was recorded but the attempt.',
  },
  'reading-not-held': {
    title: 'The reading is not held',
    text: 'Only held readings can be accepted or discarded.',
  },
  'reading-older': {
    title: 'Older than the last reading',
    text: 'Readings are recorded in the order of their days. An older one can only be discarded.',
  },
};
