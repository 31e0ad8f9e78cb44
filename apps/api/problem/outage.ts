/** The database refusing, dropping or not answering a connection, by errno or SQLSTATE. */
const CODES = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|57P0[123]|53300)$/;

/** The driver's own errors for a lost connection have no code. */
const WITHOUT_CODE = ['Connection terminated', 'timeout exceeded when trying to connect', 'Client has encountered a'];

/** Whether the database could not be reached: not a bug, and worth a retry. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (
    (typeof code === 'string' && CODES.test(code)) || WITHOUT_CODE.some((start) => error.message.startsWith(start))
  );
}
