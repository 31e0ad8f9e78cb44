/** Why the database cannot serve a request now. Nothing is wrong with the request: it may succeed later. */
export type Outage = 'unreachable' | 'read-only' | 'full' | 'busy' | 'slow';

/**
 * SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) and errno codes; a class stands for all of
 * its codes.
 */
const outages: Readonly<Record<string, Outage>> = {
  '08': 'unreachable', // connection exception
  '25P03': 'unreachable', // idle_in_transaction_session_timeout ended the session
  '25006': 'read-only', // read-only transaction, or a standby
  '40001': 'busy', // serialization failure
  '40P01': 'busy', // deadlock
  '53100': 'full', // disk full
  '53200': 'busy', // out of memory
  '53300': 'busy', // too many connections
  '55P03': 'busy', // lock_timeout
  '57014': 'slow', // statement_timeout, or cancelled by the operator
  '57P01': 'unreachable', // shutdown
  '57P02': 'unreachable', // crash
  '57P03': 'unreachable', // starting up
  '57P05': 'unreachable', // idle_session_timeout ended the session
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ECONNABORTED: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
};

/** Of OpenSSL and Node.js about the certificate of the server. */
const CERTIFICATE = /^(?:ERR_(?:TLS|SSL)_|CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY))/;

/** The server has no TLS, or a certificate that is not trusted. */
export const isTlsFailure = (error: unknown): boolean =>
  error instanceof Error &&
  (CERTIFICATE.test(codeOf(error)) || error.message.startsWith('The server does not support SSL'));

/** Errors of the driver have no code. */
const driverOutages: readonly (readonly [start: string, Outage])[] = [
  ['Connection terminated', 'unreachable'],
  ['Client has encountered a connection error', 'unreachable'],
  ['Query read timeout', 'unreachable'],
  ['timeout expired', 'unreachable'],
  ['timeout exceeded when trying to connect', 'busy'], // every connection of the pool is in use
];

/** `undefined` for an error that is no outage. */
export function outageOf(error: unknown): Outage | undefined {
  if (error instanceof AggregateError) return error.errors.map(outageOf).find((one) => one !== undefined);
  if (!(error instanceof Error)) return undefined;
  if (isTlsFailure(error)) return 'unreachable';
  const code = codeOf(error);
  if (code !== '') return outages[code] ?? outages[code.slice(0, 2)];
  return driverOutages.find(([start]) => error.message.startsWith(start))?.[1];
}

/** The connection ended before an answer came: whether the statement took effect is unknown. */
export const isLostConnection = (error: unknown): boolean => outageOf(error) === 'unreachable';

/** `lock_timeout` was exceeded; the transaction is aborted. */
export const isLockTimeout = (error: unknown): boolean => error instanceof Error && codeOf(error) === '55P03';

/** PostgreSQL answered and rejected the statement, which a repetition does not change. */
export const isRejectedStatement = (error: unknown): error is Error =>
  error instanceof Error && /^[0-9A-Z]{5}$/.test(codeOf(error)) && outageOf(error) === undefined;

/** The trigger `ledger_time_jumped`. */
export const isTimeJump = (error: unknown): error is Error => error instanceof Error && codeOf(error) === 'JL005';

const refusedValueClasses = ['22', '23', '54']; // data exception, integrity constraint, program limit

/** PostgreSQL rejected a value in the statement. */
export const isRefusedValue = (error: unknown): error is Error =>
  error instanceof Error && refusedValueClasses.includes(codeOf(error).slice(0, 2));

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

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
  ENOSPC: 'full',
  EDQUOT: 'full',
};

const advice: Readonly<Record<Trouble, (said: string) => string>> = {
  unreachable: (said) => `Cannot connect to the database: ${said}. Check DATABASE_URL.`,
  lost: (said) => `The connection to the database was lost: ${said}. Run the command again; it resumes if it can.`,
  denied: (said) => `Insufficient rights: ${said}. Set MIGRATION_DATABASE_URL to the role that runs jalon migrate.`,
  schema: (said) => `The database schema is not that of this release: ${said}. Run jalon migrate first.`,
  'read-only': (said) => `The database is read-only: ${said}. Connect to the primary, or end the read-only mode.`,
  full: (said) => `The disk is full: ${said}. Free space and run the command again.`,
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
