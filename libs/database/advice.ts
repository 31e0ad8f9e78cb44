import { isTlsFailure, type Outage, outageOf } from './errors.js';

type Trouble = Outage | 'lost' | 'denied' | 'schema' | 'tls' | 'file';

const kinds: Readonly<Record<string, Trouble>> = {
  '28P01': 'unreachable', // wrong password
  '28000': 'unreachable', // no such role
  '3D000': 'unreachable', // no such database
  '25P03': 'lost', // idle in a transaction
  '57P01': 'lost', // shutdown
  '57P02': 'lost', // crash
  '57P05': 'lost', // idle
  ECONNRESET: 'lost',
  '42501': 'denied',
  '42P01': 'schema', // no such table
  '42703': 'schema', // no such column
  '42883': 'schema', // no such function
  EACCES: 'file',
  EPERM: 'file',
  EROFS: 'file',
  ENOENT: 'file',
  ENOTDIR: 'file',
  EISDIR: 'file',
  ENOSPC: 'file',
  EDQUOT: 'file',
};

const advice: Readonly<Record<Trouble, (said: string) => string>> = {
  unreachable: (said) => `Cannot connect to the database: ${said}. Check DATABASE_URL.`,
  lost: (said) => `The connection to the database was lost: ${said}. Run the command again; it resumes if it can.`,
  denied: (said) => `Insufficient rights: ${said}. Set MIGRATION_DATABASE_URL to the role that runs jalon migrate.`,
  schema: (said) => `The database schema is not that of this release: ${said}. Run jalon migrate first.`,
  'read-only': (said) => `The database is read-only: ${said}. Connect to the primary, or end the read-only mode.`,
  full: (said) => `The disk of the database is full: ${said}. Free space and run the command again.`,
  busy: (said) => `The database is busy: ${said}. Run the command again.`,
  tls: (said) => `No TLS connection to the database: ${said}. Check sslmode and sslrootcert in DATABASE_URL.`,
  file: (said) => `Cannot use a file or folder: ${said}.`,
  slow: (said) => `The database took too long: ${said}. Run the command again.`,
};

/** One line on an error of the database or a file, with what to do; `undefined` for other errors. */
export function adviceOn(error: unknown): string | undefined {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const name = typeof code === 'string' ? code : '';
  if (isTlsFailure(error)) return advice.tls(message);
  const isLost = /^(?:Connection terminated|Client has encountered)/.test(message); // errors of the driver have no code
  const kind = isLost ? 'lost' : (kinds[name] ?? (name === 'EPIPE' ? undefined : outageOf(error))); // EPIPE: the output was closed
  return kind && advice[kind](message || name);
}
