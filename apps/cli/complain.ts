import { Unusable } from '#database/embedded/place.js';
import { Refusal } from '#domain/refusal.js';
import { BadSettings } from '#settings/read-settings.js';

/** Says why a command ended. What a person can put right is said in words; a bug shows where it is. */
export function complain(error: unknown): void {
  if (error instanceof BadSettings) {
    for (const line of error.lines) console.error(`Bad setting: ${line}`);
    return;
  }
  if (error instanceof CannotGoOn || error instanceof Unusable || error instanceof Refusal) {
    console.error(error.message);
    return;
  }
  if (isUnreachable(error)) {
    console.error(`The database cannot be reached: ${error.message || error.code}. Check DATABASE_URL.`);
    return;
  }
  console.error(error);
}

/** What PostgreSQL's driver throws when nobody answers, or the server turns us away at the door. */
function isUnreachable(error: unknown): error is Error & { code: string } {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28P01|28000|3D000)$/.test(code);
}

/** A command ends here, for a reason that whoever ran it can put right; the message is all they need to see. */
export class CannotGoOn extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotGoOn';
  }
}
