import { z } from 'zod';
import { urlIn } from '#domain/text/web-address.js';

const FIRST_UNPRIVILEGED_PORT = 1024;

const LONGEST = 2000;

/** What a URL must look like. Where it leads is for the address guard to say, each time a connection is made. */
export const WebhookUrlSchema = z
  .string()
  .max(LONGEST, { error: `must be at most ${LONGEST} characters` })
  .superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ id: 'WebhookUrl', format: 'uri', example: 'https://hooks.example.org/jalon' });

/** What URL parsers mend in silence, each in its own way: then two of them may read two hosts in one text. */
const MENDED = /[\s\\\p{Cc}]|^https?:(?!\/\/[^/])/iu;

function problemOf(text: string): string | undefined {
  const url = urlIn(text);
  if (!url) return 'must be an address such as https://hooks.example.org/jalon';
  const { protocol, username, password, port, hash } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'must start with https:// or http://';
  if (MENDED.test(text)) return 'must be written out, without spaces and backslashes';
  if (username || password) return 'must not hold a user name or password: check the signature instead';
  if (hash) return 'must not hold a fragment: servers never see it';
  if (port && Number(port) < FIRST_UNPRIVILEGED_PORT) return 'must use port 443, 80 or one above 1023';
  return undefined;
}
