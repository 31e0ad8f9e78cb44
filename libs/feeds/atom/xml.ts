/** What is written already, and is not escaped again. */
export class Xml {
  constructor(readonly text: string) {}
}

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element of XML 1.0 with what stands in it; attributes without a value are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly (string | Xml)[]): Xml {
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
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
