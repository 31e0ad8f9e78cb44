export interface AtomEntry {
  /** The event's: a UUID. */
  id: string;
  title: string;
  /** Whose word it is; absent: the ledger's own. */
  author?: string | undefined;
  updated: Date;
  /** Where it can be read. */
  url: string;
  /** HTML. */
  content: string;
  categories: readonly string[];
}

export interface AtomFeed {
  /** A UUID that stays the same, whatever is in the feed. */
  id: string;
  title: string;
  subtitle: string;
  language: 'fr' | 'en';
  /** Of the newest entry. */
  updated: Date;
  /** This very document. */
  self: string;
  /** The page where people read the same. */
  page: string;
  /** The document with what came before (RFC 5005, 3); absent: there is nothing more. */
  next?: string | undefined;
  /** Newest first. */
  entries: readonly AtomEntry[];
}

/** The document of a feed (RFC 4287). Entry ids are event ids, so that readers show no entry twice. */
export const atomText = ({ id, title, subtitle, language, updated, self, page, next, entries }: AtomFeed): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    xml`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    xml`<id>urn:uuid:${id}</id>`,
    xml`<title>${title}</title>`,
    xml`<subtitle>${subtitle}</subtitle>`,
    xml`<updated>${updated.toISOString()}</updated>`,
    '<author><name>Jalon</name></author>',
    '<generator>Jalon</generator>',
    xml`<link rel="self" type="application/atom+xml" href="${self}"/>`,
    xml`<link rel="alternate" type="text/html" href="${page}"/>`,
    ...(next === undefined ? [] : [xml`<link rel="next" type="application/atom+xml" href="${next}"/>`]),
    ...entries.map(entryOf),
    '</feed>\n',
  ].join('\n');

const entryOf = ({ id, title, author, updated, url, content, categories }: AtomEntry): string =>
  [
    '<entry>',
    xml`<id>urn:uuid:${id}</id>`,
    xml`<title>${title}</title>`,
    xml`<updated>${updated.toISOString()}</updated>`,
    author === undefined ? '' : xml`<author><name>${author}</name></author>`,
    xml`<link rel="alternate" href="${url}"/>`,
    ...categories.map((term) => xml`<category term="${term}"/>`),
    xml`<content type="html">${content}</content>`,
    '</entry>',
  ].join('');

/** A piece of XML with its values escaped. */
const xml = (pieces: TemplateStringsArray, ...values: readonly string[]): string =>
  String.raw({ raw: pieces }, ...values.map(escapedXml));

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** XML 1.0 has no way at all to hold most control characters, or half of a surrogate pair: they go. */
const escapedXml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
