import { createTransport } from 'nodemailer';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { Together } from '#database/together.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Attempt } from '../delivery/attempt.js';
import type { Outcome } from '../delivery/outcome.js';
import type { Links } from '../links.js';
import type { SubscriptionsSettings } from '../subscriptions-settings.js';
import { envelopeOf, type Envelope } from './envelope.js';
import { keepMails, type Keeping } from './keep-mails.js';

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;
/** In all: a server that says a little now and then is never silent. */
const LONGEST_MS = 60_000;

/** Sends messages as mails over SMTP, or keeps them in the database while no server is configured. */
export class EmailSender {
  readonly #from: string;
  readonly #smtp;
  readonly #zone: string;
  readonly #keeping: Together<Keeping, undefined>;

  constructor(
    db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly schemes: SchemeCatalogue,
    private readonly links: Links,
    settings: Pick<SubscriptionsSettings, 'SMTP_URL' | 'MAIL_FROM' | 'JALON_TIMEZONE'>,
    private readonly longestMs = LONGEST_MS,
  ) {
    const { SMTP_URL: url, MAIL_FROM: from, JALON_TIMEZONE: zone } = settings;
    this.#from = from;
    this.#zone = zone;
    this.#keeping = new Together((mails) => keepMails(db, mails));
    this.#smtp =
      url === undefined
        ? undefined
        : createTransport({
            url,
            connectionTimeout: CONNECT_MS,
            greetingTimeout: CONNECT_MS,
            socketTimeout: SILENCE_MS,
            disableFileAccess: true,
            disableUrlAccess: true,
          });
  }

  async send(attempt: Attempt): Promise<Outcome> {
    const means = { links: this.links, schemes: await this.schemes.at(), zone: this.#zone };
    const envelope = envelopeOf(attempt, { ...means, from: this.#from });
    if (!this.#smtp) {
      await this.#keeping.do({ delivery: attempt.delivery.id, envelope, at: this.clock.now() });
      return { result: 'delivered', code: null };
    }
    try {
      await this.#smtp.sendMail({ ...this.#mail(envelope), signal: AbortSignal.timeout(this.longestMs) });
      return { result: 'delivered', code: null };
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  #mail({ recipient, subject, text, html, headers }: Envelope) {
    const { 'Message-ID': messageId, References: references, ...others } = headers;
    return {
      from: this.#from,
      to: { name: '', address: recipient },
      subject,
      text,
      html,
      date: this.clock.now(),
      messageId,
      ...(references !== undefined && { references }),
      // Folded header lines break DKIM signatures of relays, so these go out as they are.
      headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, { prepared: true, value }])),
    };
  }
}

const PERMANENT = 500;

/** A 5xx to the recipient or the content is final; a 4xx, a lost connection or our own bad login is not. */
function outcomeOfError(error: unknown): Outcome {
  const { message, code, responseCode } = error as { message: string; code?: string; responseCode?: number };
  const aboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const final = aboutThisMail && responseCode !== undefined && responseCode >= PERMANENT;
  return { result: final ? 'rejected' : 'unavailable', code: responseCode ?? null, error: message };
}
