import { because } from '#domain/validation.js';
import { z } from 'zod';

/**
 * An address that a mail can be sent to: ASCII, one `@`, a domain with a dot, no quoting, no comments. Stricter than
 * RFC 5321 on purpose: nothing in it can end a header line or name a second recipient.
 */
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

export const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;

export const isEmailAddress = (text: string): boolean =>
  text.length <= LONGEST_ADDRESS && text.indexOf('@') <= LONGEST_LOCAL_PART && ADDRESS.test(text);

export const EmailAddressSchema = z
  .string()
  .refine(isEmailAddress, { error: because('email-format') })
  .meta({ id: 'EmailAddress', format: 'email', example: 'officer@example.org' });

/** An address of our own, with or without a name before it; here `localhost` will do as a domain. */
export const isMailbox = (text: string): boolean => isOwnAddress(addressIn(text));

/** The same without a name before it. */
export const isOwnAddress = (text: string): boolean => isEmailAddress(text) || /^[a-z0-9._-]+@localhost$/i.test(text);

/** The address of a mailbox, which may have a name before it. */
export const addressIn = (mailbox: string): string => /^[^<>\r\n"]*<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
