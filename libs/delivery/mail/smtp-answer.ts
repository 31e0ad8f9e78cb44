import { bounceKindOf, replyIn } from '../bounce/bounce-kind.js';
import type { Said } from '../queue/outcome.js';

/** What nodemailer throws; `responseCode` and `response` where a server answered, `command` when. */
interface SmtpError {
  message: string;
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** The server that we send through does not know us any more. No status says just that, and many servers give none. */
const NO_RELAY =
  /\brelay(?:ing)?(?: access)?(?: is)? (?:denied|prohibited|not (?:permitted|allowed))|(?:unable|cannot|not (?:permitted|allowed)) to relay\b/i;

const PERMANENT = 500;
const CLOSING = 421;
const LATER = 450;

/**
 * A 5xx to the recipient or the mail is final, and says something about the address. A 4xx, a lost connection, a server that
 * does not take us as a sender, lets us not log in or relays nothing for us are not, and of these only a 4xx may be the
 * address's doing.
 */
export function outcomeOfError(error: unknown): Said {
  const { message, code, command, responseCode, response = '' } = error as SmtpError;
  const ofRecipient = command === 'RCPT TO';
  const isAboutThisMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (ofRecipient || command === 'DATA') && !NO_RELAY.test(response);
  if (!isAboutThisMail || responseCode === undefined)
    return { result: 'unavailable', code: responseCode ?? null, error: message, ours: true };
  if (responseCode < PERMANENT) return { result: 'unavailable', code: responseCode, error: message };
  const bounce = bounceKindOf({ code: responseCode, status: replyIn(response).status, ofRecipient });
  return { result: 'rejected', code: responseCode, error: message, bounce };
}

/** Whether a server asks for less mail: it closes the door, or names a policy for now (`4.7.x`). */
export function asksForLess(error: unknown): boolean {
  const { responseCode, response = '' } = error as SmtpError;
  if (responseCode === CLOSING) return true;
  return responseCode !== undefined && responseCode >= LATER && /^4\.7\./.test(replyIn(response).status ?? '');
}
