import { createHash } from 'node:crypto';
import { reject } from '../problem/rejection.js';

/** `"<version>.<hash of the body>"`: a write compares the version, a read the whole. */
export const etagOf = (version: number, json: string): string =>
  `"${version}.${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`;

/** Whether `If-None-Match` names what would be answered, by weak comparison (RFC 9110, 13.1.2). */
export const isNamedBy = (header: string, etag: string): boolean =>
  header.trim() === '*' || tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag);

export type Expected = 'any' | readonly number[];

/**
 * The versions that `If-Match` lets pass; `any` for `*`. A weak tag never matches (RFC 9110, 13.1.1), so it stands for
 * a version that no stream has. The hash is optional: `"7"` does too.
 *
 * @throws Rejection
 */
export function versionsIn(header: string): Expected {
  if (header.trim() === '*') return 'any';
  const tags = tagsIn(header);
  if (tags.length === 0) throw reject('If-Match', 'etag-format');
  return tags.map((tag) => Number(/^"(\d{1,15})(?:\.[\w-]*)?"$/.exec(tag)?.[1] ?? -1));
}

/** The quoted tags of a list; none when anything else stands there. */
function tagsIn(header: string): string[] {
  const list = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;
  return list.test(header) ? (header.match(/(?:W\/)?"[^"]*"/g) ?? []) : [];
}
