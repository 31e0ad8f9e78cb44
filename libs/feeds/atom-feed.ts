export interface AtomEntry {
  /** The event's: a UUID. */
  id: string;
  title: string;
  /** Whose word it is; absent: the ledger's own. */
  author?: { name: string; uri?: string | undefined } | undefined;
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
  /** Where people, or programs that want more than words, read the same. */
  alternate: { url: string; type: string };
  /** The document with what came before (RFC 5005, 3); absent: there is nothing more. */
  next?: string | undefined;
  /** Newest first. */
  entries: readonly AtomEntry[];
}

/** The document of a feed (RFC 4287). Entry ids are event ids, so that readers show no entry twice. */
export function atomText(feed: AtomFeed): string {
  const document = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language },
    ...spread(
      element('id', {}, `urn:uuid:${feed.id}`),
      element('title', {}, feed.title),
      element('subtitle', {}, feed.subtitle),
      element('updated', {}, feed.updated.toISOString()),
      element('author', {}, element('name', {}, 'Jalon')),
      element('generator', {}, 'Jalon'),
      element('link', { rel: 'self', type: 'application/atom+xml', href: feed.self }),
      element('link', { rel: 'alternate', type: feed.alternate.type, href: feed.alternate.url }),
      ...(feed.next === undefined
        ? []
        : [element('link', { rel: 'next', type: 'application/atom+xml', href: feed.next })]),
      ...feed.entries.map(entryOf),
    ),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${document.text}\n`;
}

const entryOf = ({ id, title, author, updated, url, content, categories }: AtomEntry): Xml =>
  element(
    'entry',
    {},
    element('id', {}, `urn:uuid:${id}`),
    element('title', {}, title),
    element('updated', {}, updated.toISOString()),
    ...(author
      ? [
          element(
            'author',
            {},
            element('name', {}, author.name),
            ...(author.uri === undefined ? [] : [element('uri', {}, author.uri)]),
          ),
        ]
      : []),
    element('link', { rel: 'alternate', href: url }),
    ...categories.map((term) => element('category', { term })),
    element('content', { type: 'html' }, content),
  );

/** On separate lines, which keeps the document readable. */
const spread = (...elements: readonly Xml[]): Xml[] => elements.map(({ text }) => new Xml(`\n${text}`));

/** What is written already, and is not escaped again. */
class Xml {
  constructor(readonly text: string) {}
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element of XML 1.0 with its content; attributes without a value are omitted. */
function element(name: string, attributes: Attributes, ...children: readonly (string | Xml)[]): Xml {
  const written = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [` ${attribute}="${escapedXml(value)}"`],
  );
  const inner = children.map((child) => (child instanceof Xml ? child.text : escapedXml(child))).join('');
  const open = `<${name}${written.join('')}`;
  return new Xml(inner === '' ? `${open}/>` : `${open}>${inner}</${name}>`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** XML 1.0 has no way at all to hold most control characters, or half of a surrogate pair: they go. */
const escapedXml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
