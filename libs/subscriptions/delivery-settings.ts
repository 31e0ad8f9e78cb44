import { z } from 'zod';
import { cidrList, publicUrl, randomSecret, secretList, smtpUrl, timezone } from '#settings/settings.js';
import { isMailbox, isOwnAddress } from './sending/mail/email-address.js';

/** Environment variables of delivery. Spread `.shape` into the settings of an app. */
export const DeliverySettingsSchema = z.object({
  SMTP_URL: smtpUrl.optional().meta({
    description: 'Mail server, with user and password if it asks for them; see [mail.md](mail.md).',
    defaultText: 'emails are kept in the database, unsent',
  }),
  SMTP_TLS: z.enum(['required', 'optional']).optional().meta({
    description: '`optional` allows mail servers without TLS.',
    defaultText: 'required, except on this machine',
  }),
  MAIL_FROM: z
    .string()
    .refine(isMailbox, { error: 'must be an address such as Jalon <jalon@example.org>' })
    .default('Jalon <jalon@localhost>')
    .describe('Sender of emails.'),
  MAIL_RETURN_PATH: z
    .string()
    .refine(isOwnAddress, { error: 'must be a bare address such as bounces@jalon.example.org' })
    .optional()
    .meta({
      description: 'Envelope sender, which receives [bounces](mail.md#process-bounces).',
      defaultText: 'the address of `MAIL_FROM`',
    }),
  MAIL_PER_HOST_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number from 1 to 99999' })
    .transform(Number)
    .default(60)
    .describe('Maximum number of emails per recipient domain and minute.'),
  PUBLIC_URL: publicUrl.default('http://127.0.0.1:3000').meta({
    description: 'Address that people use: base of links in emails and of problem types. A path is rejected.',
    defaultText: '`http://` with `HOST` and `PORT`',
  }),
  JALON_SECRET: randomSecret.meta({
    description: `Encrypts webhook secrets and derives the links in emails: 32 random bytes, from \`openssl rand -hex 32\`. If
      it is lost, all of them become invalid.`,
    defaultText: 'generated with the embedded database; else required',
  }),
  JALON_SECRET_PREVIOUS: secretList
    .default([])
    .describe('Secrets that `JALON_SECRET` [replaced](operating.md#rotate-jalon_secret), comma-separated.'),
  JALON_TIMEZONE: timezone.default('Europe/Paris').describe('Time zone that defines "today".'),
  JALON_WEBHOOK_ALLOW: cidrList.default([]).describe(
    `Non-public networks that webhooks and register fetches may call, also over \`http://\`, such as
     \`127.0.0.1/32\`.`,
  ),
});

export type DeliverySettings = z.infer<typeof DeliverySettingsSchema>;
