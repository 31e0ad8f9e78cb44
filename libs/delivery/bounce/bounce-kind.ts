/** Whether an address takes no mail at all, or just did not take this one. */
export type BounceKind = 'hard' | 'soft';

/** A refusal for good, as SMTP (RFC 5321) and the enhanced status codes (RFC 3463) say it. */
export interface Refused {
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
