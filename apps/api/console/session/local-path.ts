import { urlIn } from '#domain/text/web-address.js';

const HERE = 'http://jalon.invalid';

/** A path of this host, as it may stand in a redirection; the board for anything else: an address may be meant to lead elsewhere. */
export function localPath(text: string | null | undefined): string {
  if (!text?.startsWith('/')) return '/';
  const url = urlIn(text, HERE);
  if (url?.origin !== HERE) return '/';
  const path = url.pathname + url.search;
  return path.startsWith('//') ? '/' : path;
}
