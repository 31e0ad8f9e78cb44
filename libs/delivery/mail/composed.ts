import { createTransport } from 'nodemailer';
import type { Envelope } from './envelope.js';

interface Posting {
  /** A mailbox, as in `MAIL_FROM`. */
  from: string;
  date: Date;
}

/** A mail as the library is given it. */
export function composed({ recipient, subject, text, html, headers }: Envelope, { from, date }: Posting) {
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
  const { message } = await written.sendMail(composed(envelope, posting));
  if (!Buffer.isBuffer(message)) throw new Error('a mail that came as a stream, though asked for whole');
  return message;
}
