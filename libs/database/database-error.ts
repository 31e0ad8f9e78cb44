const refusedValueClasses = ['22', '23', '54']; // data exception, integrity constraint, program limit

const lostConnectionCodes = ['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/** PostgreSQL understood the statement and refused a value in it. */
export function isRefusedValue(error: unknown): error is Error {
  return error instanceof Error && refusedValueClasses.includes(codeOf(error).slice(0, 2));
}

/** The connection ended before an answer came: whether the statement took effect is unknown. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return lostConnectionCodes.includes(code) || code.startsWith('08') || /^Connection terminated/.test(error.message);
}

/** A lock was waited for as long as `lock_timeout` allows; the transaction is of no use any more. */
export const isLockTimeout = (error: unknown): boolean => error instanceof Error && codeOf(error) === '55P03';

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
