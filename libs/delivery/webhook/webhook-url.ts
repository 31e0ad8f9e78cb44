import { z } from 'zod';
import type { ReasonCode } from '#language/phrases.js';
import { urlIn } from '#domain/text/text.js';

const FIRST_UNPRIVILEGED_PORT = 1024;

const LONGEST = 2000;

/** What a URL must look like. Where it leads is for the address guard to say, each time a connection is made. */
export const WebhookUrlSchema = z
  .string()
  .max(LONGEST)
  .superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ id: 'WebhookUrl', format: 'uri', example: 'https://hooks.example.org/jalon' });

/** What URL parsers mend in silence, each in its own way: then two of them may read two hosts in one text. */
const MENDED = /[\s\\\p{Cc}]|^https?:(?!\/\/[^/])/iu;

function problemOf(text: string): ReasonCode | undefined {
  const url = urlIn(text);
  if (!url) return 'url-format';
  const { protocol, username, password, port, hash } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'url-protocol';
  if (MENDED.test(text)) return 'url-not-normalized';
  if (username || password) return 'url-with-credentials';
  if (hash) return 'url-with-fragment';
  if (port && Number(port) < FIRST_UNPRIVILEGED_PORT) return 'url-port';
  return undefined;
}
