import { hash } from 'node:crypto';

const namespace = Buffer.from('5a1d7c6e0c5f5b0e9a533f0f7e2b9d41', 'hex');

/**
 * The UUIDv5 (RFC 9562, 5.5) of the parts under Jalon's namespace: the same parts in the same order give the same id, for
 * ever. Made here, not by a library, because an import needs several per row.
 */
export function uuidOf(...parts: readonly string[]): string {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(JSON.stringify(parts))]));
  const variant = ((parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const fourth = variant + digest.slice(17, 20);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${fourth}-${digest.slice(20, 32)}`;
}
