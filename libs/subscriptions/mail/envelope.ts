import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Attempt } from '../delivery/attempt.js';
import type { Links } from '../links.js';
import { letterOf } from './letter-of.js';
import { rendered, type Rendered } from './letter.js';

export interface Envelope extends Rendered {
  recipient: string;
  headers: Record<string, string>;
}

/**
 * A mail with its headers. `Message-ID` follows from the delivery, so a mail that was sent twice (the process died before
 * it could note the first) is the same mail to every client. Mails about one dossier form a thread under a root that was
 * never sent. All but the confirmation can be ended in one click (RFC 8058).
 */
export function envelopeOf(
  { delivery, subscription }: Attempt,
  { links, schemes, from }: { links: Links; schemes: Schemes; from: string },
): Envelope {
  const { message } = delivery;
  const domain = domainOf(from);
  const headers: Record<string, string> = {
    'Message-ID': `<${delivery.id}@${domain}>`,
    'Auto-Submitted': 'auto-generated',
  };
  if (message.type === 'event.recorded') headers['References'] = `<${threadOf(message.data)}@${domain}>`;
  if (message.type !== 'subscription.verification') {
    headers['List-Unsubscribe'] = `<${links.unsubscribe(subscription.id)}>`;
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  const letter = letterOf(message, subscription, { links, schemes });
  return { recipient: subscription.target, headers, ...rendered(letter, subscription.language) };
}

/** The stream's name is the thread's: `dossier-<uuid>`. */
const threadOf = ({ stream }: { stream: string }): string => stream;

const domainOf = (mailbox: string): string => /@([^>\s]+)>?$/.exec(mailbox)?.[1] ?? 'localhost';
