import { z } from 'zod';

/**
 * A whole ledger as a file: newline-delimited JSON in UTF-8. The first line says what it is, then comes one line per event
 * in the order of the ledger, every column as it is stored but for the fingerprint, which follows from the others. The last
 * line counts the events and vouches for every byte before it.
 */
export const FORMAT = 'jalon-ledger';

/** Grows when a program that knows only the version before would misread the file. */
export const FORMAT_VERSION = 1;

export const MEDIA_TYPE = 'application/x-ndjson';

export const LedgerHeader = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** The last position in the file, which is also the number of its events. */
  head: z.int().min(0),
  /** The instant that the export was asked for; `null`: everything on record. */
  knownAt: z.string().nullable(),
});

export const LedgerTrailer = z.strictObject({
  events: z.int().min(0),
  /** Of every byte before this line, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const isTrailer = (line: string): boolean => /^\s*\{\s*"(?:events|sha256)"\s*:/.test(line);
