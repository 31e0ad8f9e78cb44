import { createTransport } from 'nodemailer';
import { dossierStream, registerStream } from '#domain/event/ledger-event.js';
import { letterOf, type LetterContext } from '../../messages/mail/letter-of.js';
import { rendered, type Rendered } from '../../messages/mail/letter.js';
import type { Message } from '../../messages/message.js';
import type { Attempt } from '../attempt.js';
import { addressIn } from './email-address.js';

export interface Envelope extends Rendered {
  recipient: string;
  headers: Record<string, string>;
}

/**
 * An email with its headers. `Message-ID` derives from the delivery, so mail clients recognize an email that was sent twice.
 * Emails about one dossier form a thread, whose root is never sent. All but confirmation requests and mails to accounts offer one-click unsubscribe
 * (RFC 8058) and have a list id (RFC 2919).
 *
 * `Precedence` is omitted: it was never standardized, and `Auto-Submitted` and `List-Id` suppress automatic replies (RFC 3834).
 * Exchange requires `X-Auto-Response-Suppress`.
 */
export function envelopeOf(
  { delivery, subscription }: Attempt,
  { from, ...context }: LetterContext & { from: string },
): Envelope {
  const { message } = delivery;
  const { id, language, target } = subscription;
  const domain = domainOf(from);
  const root = threadOf(message);
  const headers: Record<string, string> = {
    'Message-ID': `<${delivery.id}@${domain}>`,
    ...(root !== undefined && { 'In-Reply-To': `<${root}@${domain}>`, References: `<${root}@${domain}>` }),
    'Content-Language': language,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    ...(message.type !== 'subscription.verification' &&
      (subscription.account === null || subscription.report !== null) && {
        'List-Id': `Jalon <jalon.${domain}>`,
        'List-Unsubscribe': `<${context.links.unsubscribe(id)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
  };
  return { recipient: target, headers, ...rendered(letterOf(delivery, subscription, context), language) };
}

/** The thread, named like a stream. Messages about several dossiers have none, since they would join the threads. */
function threadOf(message: Message): string | undefined {
  switch (message.type) {
    case 'event.recorded':
      return message.data.stream;
    case 'changes.digest':
      return message.data.readings?.length ? undefined : only(message.data.changes.map(({ stream }) => stream));
    case 'register.read':
    case 'register.stale':
    case 'register.held':
      return registerStream(message.data.register);
    case 'deadline.reminder':
      return dossierStream(message.data.dossier);
    case 'deadline.digest':
      return only(message.data.reminders.map(({ dossier }) => dossierStream(dossier)));
    case 'subscription.failing':
    case 'subscription.disabled':
      return `subscription-${message.data.subscription}`;
    case 'import.summary':
    case 'subscription.verification':
    case 'subscription.test':
    case 'account.link':
    case 'proposal.waiting':
    case 'services.report':
    case 'ledger.reset':
      return undefined;
  }
}

function only(streams: readonly string[]): string | undefined {
  const [first, ...others] = new Set(streams);
  return others.length === 0 ? first : undefined;
}

const domainOf = (mailbox: string): string => addressIn(mailbox).split('@')[1] ?? 'localhost';

interface Posting {
  /** A mailbox, as in `MAIL_FROM`. */
  from: string;
  date: Date;
}

export function nodemailerMessage({ recipient, subject, text, html, headers }: Envelope, { from, date }: Posting) {
  const { 'Message-ID': messageId, References: references, ...others } = headers;
  return {
    from,
    to: { name: '', address: recipient },
    subject,
    text,
    html,
    date,
    ...(messageId !== undefined && { messageId }),
    ...(references !== undefined && { references }),
    // Folded header lines break DKIM signatures of relays; prepared ones are not folded.
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, { prepared: true, value }])),
  };
}

const eml = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** The email as a file that mail programs open (.eml). */
export async function mailFile(envelope: Envelope, posting: Posting): Promise<Buffer> {
  const { message } = await eml.sendMail(nodemailerMessage(envelope, posting));
  if (!Buffer.isBuffer(message)) throw new Error('nodemailer returned a stream instead of a buffer');
  return message;
}
