import { text } from '#domain/text/text.js';
import { LONGEST_ADDRESS } from '#delivery/mail/email-address.js';

/** In a path. Any that a subscription may have; what is none is not suppressed. */
export const AddressInPath = text(LONGEST_ADDRESS);
