import { z } from 'zod';
import type { ReasonCode } from '#language/phrases.js';
import { urlIn } from '#domain/text/text.js';

const FIRST_UNPRIVILEGED_PORT = 1024;

const LONGEST = 2000;

/** Checks the syntax; the address guard checks the target at each connection. */
export const WebhookUrlSchema = z
  .string()
  .max(LONGEST)
  .superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ id: 'WebhookUrl', format: 'uri', example: 'https://hooks.example.org/jalon' });

/** Characters that URL parsers normalize differently, so that two parsers may see different hosts. */
const AMBIGUOUS = /[\s\\\p{Cc}]|^https?:(?!\/\/[^/])/iu;

function problemOf(text: string): ReasonCode | undefined {
  const url = urlIn(text);
  if (!url) return 'url-format';
  const { protocol, username, password, port, hash } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'url-protocol';
  if (AMBIGUOUS.test(text)) return 'url-not-normalized';
  if (username || password) return 'url-with-credentials';
  if (hash) return 'url-with-fragment';
  if (port && Number(port) < FIRST_UNPRIVILEGED_PORT) return 'url-port';
  return undefined;
}
