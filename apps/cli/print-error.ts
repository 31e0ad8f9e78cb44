import { adviceOn } from '#database/errors.js';
import { EmbeddedUnavailable, NoSystemAccount } from '#database/embedded/home-folder.js';
import { SchemaTooNew, ServerTooOld } from '#database/migrator.js';
import { Refusal } from '#domain/refusal.js';
import { say } from '#language/phrases.js';
import { BadSettings } from '#settings/settings.js';
import { UserError } from './terminal.js';

const FOR_USERS = [UserError, EmbeddedUnavailable, NoSystemAccount, ServerTooOld, SchemaTooNew];

export function printError(error: unknown): void {
  if (error instanceof BadSettings) {
    for (const line of error.lines) console.error(`Invalid setting: ${line}`);
  } else if (error instanceof Refusal) {
    const why = say(error.why, 'en');
    console.error(`${why}.`);
    for (const problem of error.problems) {
      const text = say(problem, 'en');
      if (text !== why) console.error(`${problem.field}: ${text}`);
    }
  } else if (FOR_USERS.some((kind) => error instanceof kind)) {
    console.error((error as Error).message);
  } else {
    console.error(adviceOn(error) ?? error);
  }
}
