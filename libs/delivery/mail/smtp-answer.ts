import { reason } from '#domain/refusal.js';
import type { AttemptOutcome } from '../queue/outcome.js';

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
export function outcomeOfError(error: unknown): AttemptOutcome {
  const { message, code, command, responseCode, response = '' } = error as SmtpError;
  const answered = reason('mail-server-answer', { answer: message });
  const ofRecipient = command === 'RCPT TO';
  const isAboutThisMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (ofRecipient || command === 'DATA') && !NO_RELAY.test(response);
  if (!isAboutThisMail || responseCode === undefined)
    return { result: 'unavailable', code: responseCode ?? null, error: answered, ours: true };
  if (responseCode < PERMANENT) return { result: 'unavailable', code: responseCode, error: answered };
  const bounce = bounceKindOf({ code: responseCode, status: replyIn(response).status, ofRecipient });
  return { result: 'rejected', code: responseCode, error: answered, bounce };
}

/** Whether a server asks for less mail: it closes the door, or names a policy for now (`4.7.x`). */
export function isRateLimited(error: unknown): boolean {
  const { responseCode, response = '' } = error as SmtpError;
  if (responseCode === CLOSING) return true;
  return responseCode !== undefined && responseCode >= LATER && /^4\.7\./.test(replyIn(response).status ?? '');
}

/** Whether an address takes no mail at all, or just did not take this one. */
export type BounceKind = 'hard' | 'soft';

/** A refusal for good, as SMTP (RFC 5321) and the enhanced status codes (RFC 3463) say it. */
interface Refused {
  /** `550`; `null` where only a status is known. */
  code: number | null;
  /** `5.1.1`; `null` where the server has no such codes. */
  status: string | null;
  /** It was the recipient that was refused, not the sender or what the mail says. */
  ofRecipient: boolean;
}

const NO_SUCH_MAILBOX = [550, 551, 553];
/** They stand among the addresses, but mean the sender's. */
const OF_SENDER = ['5.1.7', '5.1.8'];

/**
 * `5.1.x` is about the address: there is none such, its domain takes no mail, it has moved. Of a server without such codes
 * (or whose code says nothing, `5.0.x`), 550, 551 and 553 to the recipient say the same. All else may pass: a full mailbox,
 * a mail that is too large, a policy.
 */
export function bounceKindOf({ code, status, ofRecipient }: Refused): BounceKind {
  if (status !== null && !status.startsWith('5.0.'))
    return status.startsWith('5.1.') && !OF_SENDER.includes(status) ? 'hard' : 'soft';
  return ofRecipient && code !== null && NO_SUCH_MAILBOX.includes(code) ? 'hard' : 'soft';
}

/** In a reply of a server, such as `550-5.1.1 no such user`; also where it is cited in the middle of a text. */
export function replyIn(text: string): { code: number | null; status: string | null } {
  const [, code, status] = /(?:^|[\s;:(])([245]\d\d)[ -]+(?:#?([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(text) ?? [];
  return { code: code === undefined ? null : Number(code), status: status ?? null };
}
