import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** 256 random bits, as they stand in an address. */
export const newFeedToken = (): string => randomBytes(BYTES).toString('base64url');

/** All that is kept of one: a copy of the database opens no feed. It is too long to guess, so it is hashed, not stretched. */
export const feedTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
