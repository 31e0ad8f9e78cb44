import { isIP } from 'node:net';
import { z } from 'zod';

/** Fields shared by several apps' settings. Each message follows the name of the variable. */

export const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { error: 'must be a port from 0 to 65535' })
  .transform(Number);

export const portOrOff = z.union([z.literal('off'), port], { error: 'must be a port from 0 to 65535 or off' });

/** About the number of connections that a process can hold. */
export const MOST_STREAMS = 50_000;

export const count = (most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most, {
      error: `must be a whole number from 1 to ${most}`,
    })
    .transform(Number);

export const onOff = z
  .enum(['on', 'off', 'true', 'false', '1', '0', 'yes', 'no'], { error: 'must be on or off' })
  .transform((text) => ['on', 'true', '1', 'yes'].includes(text));

const withProtocol = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address such as ${example}`,
  });

export const httpUrl = withProtocol(['http:', 'https:'], 'https://jalon.example.org');
export const postgresUrl = withProtocol(
  ['postgres:', 'postgresql:'],
  'postgres://jalon_app:password@db.example.org:5432/jalon',
);
export const redisUrl = withProtocol(['redis:', 'rediss:'], 'redis://cache.example.org:6379');
export const smtpUrl = withProtocol(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.org:587');

/** A key that fits an `Authorization: Bearer` header (RFC 6750) and is too long to guess: it is stored as a plain hash. */
export const adminKey = z.string().regex(/^[\w.~+/-]{16,}=*$/, {
  error: 'must have at least 16 characters: letters, digits and - . _ ~ + / (create one with: openssl rand -hex 24)',
});

/** An IANA name known to this Node.js. */
export const timezone = z.string().refine(isTimezone, { error: 'must be a time zone such as Europe/Paris' });

/** Comma-separated networks such as `10.0.0.0/8, fd00::/8`, or single addresses. */
export const cidrList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isCidr), { error: 'must be networks such as 127.0.0.1/32, fd00::/8' });

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
