import { z } from 'zod';

/**
 * An address that a mail can be sent to: ASCII, one `@`, a domain with a dot, no quoting, no comments. Stricter than
 * RFC 5321 on purpose: nothing in it can end a header line or name a second recipient.
 */
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

export const isEmailAddress = (text: string): boolean =>
  text.length <= LONGEST && text.indexOf('@') <= LONGEST_LOCAL_PART && ADDRESS.test(text);

export const EmailAddressSchema = z
  .string()
  .refine(isEmailAddress, { error: 'must be an e-mail address such as officer@example.org' })
  .meta({ id: 'EmailAddress', format: 'email', example: 'officer@example.org' });

/** An address of our own, with or without a name before it; here `localhost` will do as a domain. */
export function isMailbox(text: string): boolean {
  const address = /^[^<>\r\n"]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  return isEmailAddress(address) || /^[a-z0-9._-]+@localhost$/i.test(address);
}
