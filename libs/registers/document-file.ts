import { extname } from 'node:path';
import type { ReadingAttempt, KeptDocument } from './attempts.js';

/** The first extension of a media type is the one that downloads have. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  txt: 'text/plain',
  html: 'text/html',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  pdf: 'application/pdf',
  htm: 'text/html',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The media type of a file, by the extension of its name: what browsers state depends on the machine. */
export const mediaTypeOf = (name: string): string =>
  MEDIA_TYPES[extname(name).slice(1).toLowerCase()] ?? 'application/octet-stream';

/** The name under which the document of a reading is downloaded. */
export function fileNameOf({ register, day }: ReadingAttempt, { mediaType, sha256 }: KeptDocument): string {
  const extension = Object.entries(MEDIA_TYPES).find(([, type]) => mediaType.startsWith(type))?.[0] ?? 'bin';
  return `${[register, ...(day === null ? [] : [day]), sha256.slice(0, 8)].join('-')}.${extension}`;
}
