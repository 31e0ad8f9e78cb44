import { z } from 'zod';
import { cidrList, httpUrl, smtpUrl, timezone } from '#settings/settings.js';
import { isMailbox, isOwnAddress } from './mail/email-address.js';

/** What this feature asks of the environment. Spread `.shape` into an app's own settings. */
export const DeliverySettingsSchema = z.object({
  /** Without it, mails are kept in the database. */
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z
    .string()
    .refine(isMailbox, { error: 'must be an address such as Jalon <jalon@example.org>' })
    .default('Jalon <jalon@localhost>'),
  /** Where servers send back what they cannot deliver, if not to the address of `MAIL_FROM`. */
  MAIL_RETURN_PATH: z
    .string()
    .refine(isOwnAddress, { error: 'must be a bare address such as bounces@jalon.example.org' })
    .optional(),
  /** How many mails one domain gets within a minute at most. */
  MAIL_PER_HOST_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number from 1 to 99999' })
    .transform(Number)
    .default(60),
  /** Where people and mail clients reach this system: confirmation and unsubscribe links start with it. */
  PUBLIC_URL: httpUrl.default('http://127.0.0.1:3000'),
  /** Seals webhook secrets and makes confirmation and unsubscribe tokens. Losing it ends both; there is no default. */
  JALON_SECRET: z
    .string()
    .min(16, { error: 'must have at least 16 characters (create one with: openssl rand -hex 32)' }),
  /** Whose clock a mail means when its reader named no zone. */
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  /** Networks that webhooks may reach although they are not public. */
  JALON_WEBHOOK_ALLOW: cidrList.default([]),
});

export type DeliverySettings = z.infer<typeof DeliverySettingsSchema>;
