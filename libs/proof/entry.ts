import { hash } from 'node:crypto';
import { canonicalJson } from '#event-store/encoding.js';
import { leafHash } from './merkle-tree.js';

/** An event as the log sees it. */
export interface LoggedEvent {
  position: number;
  id: string;
  stream: string;
  version: number;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
  actor: string;
  correlationId: string | null;
  causationId: string | null;
  /** UTC, with milliseconds. */
  recordedAt: string;
}

/** What an event says, whose digest is in its entry. */
export type Payload = Pick<LoggedEvent, 'data' | 'source' | 'actor' | 'correlationId' | 'causationId'>;

/**
 * The SHA-256 of salt and payload in canonical JSON, in hex. The salt is random and stands in a table of its own: who has it no
 * longer cannot verify a guess of what was recorded.
 */
export const payloadDigest = ({ data, source, actor, correlationId, causationId }: Payload, salt: Uint8Array): string =>
  hash(
    'sha256',
    Buffer.concat([salt, Buffer.from(canonicalJson({ data, source, actor, correlationId, causationId }))]),
  );

/**
 * The entry of an event in the log: JSON in the canonical form of RFC 8785. It holds no payload, and of the actor only ids. It
 * must stay what it is for every event on record: its hash is in heads that others hold.
 */
export function entryOf(event: LoggedEvent, salt: Uint8Array): string {
  const { position, id, stream, version, type, schemaVersion, occurred, actor, recordedAt } = event;
  const by = { actor: OPAQUE.exec(actor)?.[0] ?? null, digest: payloadDigest(event, salt) };
  // In the order of the canonical form: sorting them takes three times as long.
  return JSON.stringify({ ...by, id, occurred, position, recordedAt, schemaVersion, stream, type, version });
}

/** Of an account, of a key or of both, or the worker. Earlier releases added names, and a restored file may hold any text. */
const OPAQUE = /^(?:account:[\da-f-]+(?: key:[\da-f-]+)?|key:[\da-f-]+|worker)(?= |$)/;

/** Of a tree whose first entry is that of position 1. */
export const entryHash = (event: LoggedEvent, salt: Uint8Array): Buffer => leafHash(Buffer.from(entryOf(event, salt)));
