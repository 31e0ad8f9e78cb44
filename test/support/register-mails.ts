import type { Message, RegisterRead } from '#subscriptions/messages/message.js';
import { uuid } from './events.js';
import { standing, timestamp } from './mail-of.js';

const anssi = { register: 'anssi-catalogue', name: 'Catalogue de l’ANSSI', scheme: 'secnumcloud' };

export const readSample: RegisterRead = {
  ...anssi,
  reading: uuid(50),
  day: '2026-11-26',
  position: 60,
  ...{ entries: 34, added: 2, changed: 12, gone: 1, changes: 15 },
  dossiers: [
    {
      provider: { id: uuid(121), slug: 's3ns', name: 'S3NS' },
      dossier: { id: uuid(21), scheme: 'secnumcloud', service: 'PREMI3NS' },
      scheme: 'secnumcloud',
      status: { before: standing('in-progress', 'J2'), after: standing('granted', 'J3') },
    },
    {
      provider: { id: uuid(122), slug: 'bleu', name: 'Bleu' },
      dossier: { id: uuid(22), scheme: 'secnumcloud', service: null },
      scheme: 'secnumcloud',
      status: null,
    },
  ],
  more: true,
};

/** Of each type of message about a register, and several where they differ. */
export const REGISTER_MAILS: Readonly<Record<string, Message>> = {
  'register.read': { type: 'register.read', timestamp, data: readSample },
  'register.read, without differences': {
    type: 'register.read',
    timestamp,
    data: { ...readSample, added: 0, changed: 0, gone: 0, changes: 0, dossiers: [], more: false },
  },
  'register.stale': {
    type: 'register.stale',
    timestamp,
    data: { ...anssi, lastRead: '2026-09-01', staleAfterDays: 45, days: 86 },
  },
  'register.stale, never read': {
    type: 'register.stale',
    timestamp,
    data: { ...anssi, lastRead: null, staleAfterDays: 45, days: 46 },
  },
  'register.held': {
    type: 'register.held',
    timestamp,
    data: {
      ...anssi,
      reading: uuid(50),
      day: '2026-11-26',
      holds: ['gone', 'moved', 'smaller', 'older', 'contradictory', 'unreadable'],
      ...{ entries: 4, added: 0, changed: 1, gone: 30, unreadable: 2 },
    },
  },
};
