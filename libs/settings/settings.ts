import { isIP } from 'node:net';
import { z } from 'zod';
import { secretsInFiles } from './secret-files.js';

/** Whether a host, as `URL` writes it, is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);

/** Fields shared by several apps' settings. Each message follows the name of the variable. */

export const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { error: 'must be a port from 0 to 65535' })
  .transform(Number);

const OWN_PORT = /^(?:(.+):)?(\d{1,5})$/;

/** A port of this machine, or an address such as `0.0.0.0:9464` or `[::]:9464`. */
export const ownPort = z
  .string()
  .refine((text) => OWN_PORT.test(text) && port.safeParse(OWN_PORT.exec(text)?.[2]).success, {
    error: 'must be a port from 0 to 65535, or an address such as 0.0.0.0:9464',
  })
  .transform((text) => {
    const [, host = '127.0.0.1', number] = OWN_PORT.exec(text) ?? [];
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(number) };
  });

export const count = (most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most, {
      error: `must be a whole number from 1 to ${most}`,
    })
    .transform(Number);

/** A term in days, from `least` on, or `never`. */
const daysOrNever = (least: number) =>
  z
    .string()
    .refine((text) => text === 'never' || (/^\d{1,5}$/.test(text) && Number(text) >= least && Number(text) <= 36_500), {
      error: `must be a number of days from ${least} to 36500, or never`,
    })
    .transform((text) => (text === 'never' ? text : Number(text)));

/** After which settled messages and past reminders are removed; links in messages work for 60 days. */
export const retentionDays = daysOrNever(90);

/** After which subscriptions that ended or were never confirmed are removed, with their address. */
export const endedDays = daysOrNever(1);

/** 15 takes 32 MB and a tenth of a second. */
export const scryptCost = z
  .string()
  .refine((text) => /^(1[2-9]|20)$/.test(text), { error: 'must be a whole number from 12 to 20' })
  .transform(Number);

const UNITS = { ms: 1, s: 1_000, min: 60_000 } as const;

/** A time such as `500ms`, `30s` or `5min`, in milliseconds. */
export const duration = z
  .string()
  .refine((text) => /^[1-9]\d{0,6}(ms|s|min)$/.test(text) && millisecondsIn(text) <= 3_600_000, {
    error: 'must be a time from 1ms to 60min, such as 500ms, 30s or 5min',
  })
  .transform(millisecondsIn);

function millisecondsIn(text: string): number {
  const unit = text.replace(/^\d+/, '') as keyof typeof UNITS;
  return parseInt(text, 10) * UNITS[unit];
}

export const logLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']);

export const onOff = z
  .enum(['on', 'off', 'true', 'false', '1', '0', 'yes', 'no'], { error: 'must be on or off' })
  .transform((text) => ['on', 'true', '1', 'yes'].includes(text));

const withProtocol = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address such as ${example}`,
  });

const isOrigin = ({ protocol, username, password, pathname, search, hash }: URL): boolean =>
  /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '' && pathname === '/';

/** `*`, or comma-separated origins such as `https://app.example.org`. */
export const origins = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => isOriginText(part) || (part === '*' && parts.length === 1)), {
    error: 'must be origins such as https://app.example.org, http://localhost:5173, or * alone',
  });

/** Exactly as browsers send it: in lower case, without a slash at the end or the usual port. */
const isOriginText = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** The address that clients use. Pages, links and cookies start at the root of the host, so a path is rejected. */
export const publicUrl = z
  .string()
  .refine((text) => URL.canParse(text) && isOrigin(new URL(text)), {
    error: 'must be an address without a path, such as https://jalon.example.org',
  })
  .transform((text) => new URL(text).origin);

export const postgresUrl = withProtocol(
  ['postgres:', 'postgresql:'],
  'postgres://jalon_app:password@db.example.org:5432/jalon',
);
export const redisUrl = withProtocol(['redis:', 'rediss:'], 'redis://cache.example.org:6379');
export const smtpUrl = withProtocol(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.org:587');

/**
 * A secret that nobody can guess, in characters that fit an `Authorization: Bearer` header (RFC 6750). Keys are stored as plain
 * hashes and encryption keys are derived without stretching, so a passphrase is rejected: 32 bytes are 64 hexadecimal or 43
 * base64 characters. Random ones have a dozen different characters, but for one in a billion.
 */
export const randomSecret = z.string().refine(isRandom, {
  error: 'must be at least 32 random bytes, in hexadecimal or base64 (create them with: openssl rand -hex 32)',
});

/** Comma-separated. Earlier versions took any text as a secret, so these may be shorter. */
export const secretList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const MOST_SECRET = 500;

function isRandom(text: string): boolean {
  if (text.length > MOST_SECRET || !/^[\w.~+/-]+={0,2}$/.test(text)) return false;
  const least = /^[0-9a-f]+$/i.test(text) ? 64 : 43;
  return text.length >= least && new Set(text).size >= 10;
}

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

export type Environment = Readonly<Record<string, string | undefined>>;

/** Invalid settings: one line per variable, with its name and the expected value. English: read by operators only. */
export class BadSettings extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'BadSettings';
  }
}

/**
 * Reads an app's settings from the environment, and secrets also from [files](secret-files.ts). An empty variable counts as
 * unset; variables that the schema does not name are ignored.
 *
 * @throws BadSettings
 */
export function readSettings<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const { secrets, lines } = secretsInFiles(Object.keys(schema.shape), present);
  if (lines.length > 0) throw new BadSettings(lines);
  const given = { ...present, ...secrets };
  const result = schema.safeParse(given, { error: expectation });
  if (result.success) return result.data;
  throw new BadSettings(result.error.issues.map((issue) => lineOf(issue, given)));
}

/** The message where the schema gives none of its own. */
function expectation(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must have at least ${issue.minimum} characters`;
  if (issue.code === 'too_big') return `must have at most ${issue.maximum} characters`;
  return 'is invalid';
}

function lineOf(issue: z.core.$ZodIssue, given: Environment): string {
  const name = String(issue.path[0] ?? 'settings');
  const value = given[name];
  if (value === undefined) return `${name} is required${issue.code === 'custom' ? `: it ${issue.message}` : ''}`;
  return `${name} ${issue.message}${mayBeShown(name) ? `, but is "${value}"` : ''}`;
}

/** Addresses may contain passwords, and an invalid key may be a valid one elsewhere: neither belongs in a log. */
export const mayBeShown = (name: string): boolean => !/URL|KEY|SECRET|PASSWORD|TOKEN/.test(name);
