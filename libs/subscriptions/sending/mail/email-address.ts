import { because } from '#domain/validation.js';
import { z } from 'zod';

/**
 * ASCII, one `@`, a domain with a dot, no quoting, no comments. Deliberately stricter than RFC 5321: an address can neither
 * end a header line nor name a second recipient (header injection).
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

/** A sender mailbox, with or without display name; the domain may be `localhost`. */
export const isMailbox = (text: string): boolean => isOwnAddress(addressIn(text));

/** A sender address without display name. */
export const isOwnAddress = (text: string): boolean => isEmailAddress(text) || /^[a-z0-9._-]+@localhost$/i.test(text);

/** The address in a mailbox with or without display name. */
export const addressIn = (mailbox: string): string => /^[^<>\r\n"]*<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
