import { z } from 'zod';
import { cidrList, count, publicUrl, randomSecret, secretList, smtpUrl, timezone } from '#settings/settings.js';
import { isMailbox, isOwnAddress } from './mail/email-address.js';

/** Environment variables of delivery. Spread `.shape` into the settings of an app. */
export const DeliverySettingsSchema = z.object({
  /** If absent, email is stored in the database instead of sent. */
  SMTP_URL: smtpUrl.optional(),
  /** `optional` allows plain text where the server offers no STARTTLS; the default, on the loopback only. */
  SMTP_TLS: z.enum(['required', 'optional']).optional(),
  MAIL_FROM: z
    .string()
    .refine(isMailbox, { error: 'must be an address such as Jalon <jalon@example.org>' })
    .default('Jalon <jalon@localhost>'),
  /** Envelope sender, which receives bounces; default: the address of `MAIL_FROM`. */
  MAIL_RETURN_PATH: z
    .string()
    .refine(isOwnAddress, { error: 'must be a bare address such as bounces@jalon.example.org' })
    .optional(),
  /** Maximum number of emails per recipient domain and minute. */
  MAIL_PER_HOST_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number from 1 to 99999' })
    .transform(Number)
    .default(60),
  /** Public address of this installation; links in messages start with it. */
  PUBLIC_URL: publicUrl.default('http://127.0.0.1:3000'),
  /** Encrypts webhook secrets and derives tokens. If it is lost, both become invalid; there is no default. */
  JALON_SECRET: randomSecret,
  /** Secrets that `JALON_SECRET` replaced: what they encrypted or signed remains valid. */
  JALON_SECRET_PREVIOUS: secretList.default([]),
  /** Time zone of recipients that have not set one. */
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  /** Age in days up to which an imported event is sent as a message of its own; older ones are summarized. */
  JALON_NEWS_DAYS: count(36_500).default(90),
  /** Non-public networks that webhooks may connect to. */
  JALON_WEBHOOK_ALLOW: cidrList.default([]),
});

export type DeliverySettings = z.infer<typeof DeliverySettingsSchema>;
