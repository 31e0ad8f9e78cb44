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
