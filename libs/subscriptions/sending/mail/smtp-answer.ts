import { reason } from '#domain/refusal.js';
import type { AttemptOutcome } from '../outcome.js';

/** The error that nodemailer throws; with `responseCode` and `response` if the server responded to `command`. */
interface SmtpError {
  message: string;
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** The relay does not accept us as a sender. No status code means exactly this, and many servers send none. */
const NO_RELAY =
  /\brelay(?:ing)?(?: access)?(?: is)? (?:denied|prohibited|not (?:permitted|allowed))|(?:unable|cannot|not (?:permitted|allowed)) to relay\b/i;

const PERMANENT = 500;
const CLOSING = 421;
const LATER = 450;

/**
 * A 5xx response to the recipient or the email is final and says something about the address. Retried are 4xx responses, lost
 * connections, and refusals to accept the sender, the login or relaying; of these, only a 4xx may be due to the address.
 */
export function outcomeOfError(error: unknown): AttemptOutcome {
  const { message, code, command, responseCode, response = '' } = error as SmtpError;
  const isWithoutTls = command === 'STARTTLS' && response !== '';
  const answered = isWithoutTls
    ? reason('mail-server-without-tls', { answer: response })
    : reason('mail-server-answer', { answer: message });
  const ofRecipient = command === 'RCPT TO';
  const isAboutThisMail =
    (code === 'EENVELOPE' || code === 'EMESSAGE') && (ofRecipient || command === 'DATA') && !NO_RELAY.test(response);
  if (!isAboutThisMail || responseCode === undefined)
    return { result: 'unavailable', code: responseCode ?? null, error: answered, ours: true };
  if (responseCode < PERMANENT) return { result: 'unavailable', code: responseCode, error: answered };
  const bounce = bounceKindOf({ code: responseCode, status: replyIn(response).status, ofRecipient });
  return { result: 'rejected', code: responseCode, error: answered, bounce };
}

/** Whether the server limits the rate: it closes the connection (421) or names a temporary policy (`4.7.x`). */
export function isRateLimited(error: unknown): boolean {
  const { responseCode, response = '' } = error as SmtpError;
  if (responseCode === CLOSING) return true;
  return responseCode !== undefined && responseCode >= LATER && /^4\.7\./.test(replyIn(response).status ?? '');
}

/** `hard`: the address accepts no email; `soft`: it rejected this one. */
export type BounceKind = 'hard' | 'soft';

/** A permanent rejection: reply code (RFC 5321) and enhanced status code (RFC 3463). */
interface Refused {
  /** `550`; `null` where only a status is known. */
  code: number | null;
  /** `5.1.1`; `null` where the server has no such codes. */
  status: string | null;
  /** The recipient was rejected, not the sender or the content. */
  ofRecipient: boolean;
}

const NO_SUCH_MAILBOX = [550, 551, 553];
/** Address codes that concern the sender. */
const OF_SENDER = ['5.1.7', '5.1.8'];

/**
 * `5.1.x` concerns the address: it does not exist, has moved, or its domain accepts no email. From servers without enhanced
 * codes, or with the undefined `5.0.x`, 550, 551 and 553 to the recipient mean the same. Other rejections, such as a full
 * mailbox or a policy, may be temporary.
 */
export function bounceKindOf({ code, status, ofRecipient }: Refused): BounceKind {
  if (status !== null && !status.startsWith('5.0.'))
    return status.startsWith('5.1.') && !OF_SENDER.includes(status) ? 'hard' : 'soft';
  return ofRecipient && code !== null && NO_SUCH_MAILBOX.includes(code) ? 'hard' : 'soft';
}

/** Parses the reply of a server, such as `550-5.1.1 no such user`, also when quoted within a text. */
export function replyIn(text: string): { code: number | null; status: string | null } {
  const [, code, status] = /(?:^|[\s;:(])([245]\d\d)[ -]+(?:#?([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(text) ?? [];
  return { code: code === undefined ? null : Number(code), status: status ?? null };
}
