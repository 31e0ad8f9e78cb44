import { z } from 'zod';
import { onOff } from '#settings/settings.js';

const isProvider = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLocal(hostname));
  return isSafe && username !== '' && password !== '' && search === '' && hash === '';
};

const isLocal = (hostname: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** Environment variables of signing in with an identity provider. Spread `.shape` into the settings of an app. */
export const SingleSignOnSettingsSchema = z.object({
  OIDC_URL: z
    .string()
    .refine(isProvider, {
      error: 'must be an address such as https://client-id:client-secret@login.example.org/realms/acme',
    })
    .optional()
    .describe(
      `Issuer, client id and client secret of an
       [identity provider](accounts.md#sign-in-with-an-identity-provider); without one, people sign in with passwords only.`,
    ),
  OIDC_NAME: z
    .string()
    .max(60)
    .default('OpenID Connect')
    .describe('What the sign-in page calls the identity provider.'),
  PASSWORDS: onOff
    .default(true)
    .describe('`off`: people sign in with the identity provider only. Without `OIDC_URL`, it has no effect.'),
});

export type SingleSignOnSettings = z.infer<typeof SingleSignOnSettingsSchema>;
