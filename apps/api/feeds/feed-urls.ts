import type { FeedView } from '#feeds/feed-view.js';

export const PRIVATE_FEEDS = 'feeds';

const ENDINGS: Record<FeedView['kind'], string> = { calendar: 'ics', atom: 'atom' };

export const feedUrl = (publicUrl: string, kind: FeedView['kind'], token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/${PRIVATE_FEEDS}/${token}.${ENDINGS[kind]}`;

/** Opens the calendar program, which asks over http(s). */
export const webcalUrl = (url: string): string => url.replace(/^https?:/, 'webcal:');

/** A path as it may be written down: tokens of private feeds are not, however the address was spelled. */
export function shownPath(path: string): string {
  const decoded = path.includes('%') ? decodedPath(path) : path;
  return new RegExp(`^/+${PRIVATE_FEEDS}/`, 'i').test(decoded) ? `/${PRIVATE_FEEDS}/…` : path;
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
