import { createTransport } from 'nodemailer';
import { dossierStream } from '#domain/event/ledger-event.js';
import { letterOf, type LetterContext } from '#notifications/mail/letter-of.js';
import { rendered, type Rendered } from '#notifications/mail/letter.js';
import type { Message } from '#notifications/message.js';
import type { Attempt } from '../recipient.js';

export interface Envelope extends Rendered {
  recipient: string;
  headers: Record<string, string>;
}

/**
 * A mail with its headers. `Message-ID` follows from the delivery, so a mail that was sent twice (the process died before
 * it could note the first) is the same mail to every client. Mails about one dossier form a thread under a root that was
 * never sent. All but the confirmation can be ended in one click (RFC 8058) and sorted as those of one list (RFC 2919).
 *
 * There is no `Precedence`: it never was a standard, and `Auto-Submitted` and `List-Id` keep the answering machines of
 * RFC 3834 silent. Exchange asks for a header of its own.
 */
export function envelopeOf(
  { delivery, subscription }: Attempt,
  { from, ...means }: LetterContext & { from: string },
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
    ...(message.type !== 'subscription.verification' && {
      'List-Id': `Jalon <jalon.${domain}>`,
      'List-Unsubscribe': `<${means.links.unsubscribe(id)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }),
  };
  return { recipient: target, headers, ...rendered(letterOf(delivery, subscription, means), language) };
}

/** A stream's name: `dossier-<uuid>`. What is about several dossiers belongs to no thread: it would join theirs into one. */
function threadOf(message: Message): string | undefined {
  switch (message.type) {
    case 'event.recorded':
      return message.data.stream;
    case 'changes.digest':
      return only(message.data.changes.map(({ stream }) => stream));
    case 'deadline.reminder':
      return dossierStream(message.data.dossier);
    case 'deadline.digest':
      return only(message.data.reminders.map(({ dossier }) => dossierStream(dossier)));
    case 'subscription.failing':
    case 'subscription.disabled':
      return `subscription-${message.data.subscription}`;
    case 'subscription.verification':
    case 'subscription.test':
      return undefined;
  }
}

function only(streams: readonly string[]): string | undefined {
  const [first, ...others] = new Set(streams);
  return others.length === 0 ? first : undefined;
}

const domainOf = (mailbox: string): string => /@([^>\s]+)>?$/.exec(mailbox)?.[1] ?? 'localhost';

interface Posting {
  /** A mailbox, as in `MAIL_FROM`. */
  from: string;
  date: Date;
}

/** A mail as the library is given it. */
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
    // Folded header lines break DKIM signatures of relays, so these go out as they are.
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, { prepared: true, value }])),
  };
}

const written = createTransport({
  streamTransport: true,
  buffer: true,
  newline: 'windows',
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** The bytes that a server would be given: a file that mail programs open. */
export async function mailFile(envelope: Envelope, posting: Posting): Promise<Buffer> {
  const { message } = await written.sendMail(nodemailerMessage(envelope, posting));
  if (!Buffer.isBuffer(message)) throw new Error('a mail that came as a stream, though asked for whole');
  return message;
}
