/** What only a server can answer, and what other installations with the same ledger do not know: when they read a register. */
const ELEMENTS = new Set(['script', 'form', 'button', 'dialog']);
const LEFT_OUT = [
  / class="(?:[^"]* )?(?:no-print|printed|time|search-open|button)[ "]/,
  / aria-labelledby="(?:share|readings|proposals)"/,
  / (?:rel="(?:canonical|alternate)" (?:type="(?!application\/json)[^"]*" )?href="(?:\/|https:)|name="robots")/,
];

/** Quotes, notes and reasons. */
const PROSE = / class="written"/;

const isLeftOut = (name: string, attributes: string): boolean =>
  ELEMENTS.has(name) || (attributes !== '' && LEFT_OUT.some((pattern) => pattern.test(attributes)));

const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

/** As preact writes them: every `<` begins a tag, and values have no `"`. */
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:.-]+(?:="[^"]*")?)*)\s*\/?>/g;

/** Scripts read data; of style sheets, only labels of cells. */
const DATA = / data-(?!label=)[\w-]+(?:="[^"]*")?/g;

const HREF = / href="([^"]*)"/;
const CLASS = / class="[^"]*"/;

/**
 * A page of the console as it can stand in a file.
 *
 * @param hrefOf the address of a link on the site; `undefined`: it leads nowhere there, and only its text stays
 */
export function staticPage(html: string, hrefOf: (href: string) => string | undefined, hasProse = true): string {
  let text = '';
  let at = 0;
  /** Elements within one that is left out. */
  let depth = 0;
  /** Of each link that is open, whether it stays. */
  const links: boolean[] = [];
  for (const { 0: whole, 1: slash, 2: name = '', 3: given = '', index } of html.matchAll(TAG)) {
    if (depth === 0) text += html.slice(at, index);
    at = index + whole.length;
    if (depth > 0 || (slash === '' && (isLeftOut(name, given) || (!hasProse && PROSE.test(given))))) {
      depth += VOID.has(name) ? 0 : slash === '/' ? -1 : 1;
      continue;
    }
    if (given === '' && name !== 'a') {
      text += `<${slash}${name}>`;
      continue;
    }
    const href = HREF.exec(given)?.[1];
    const target = href === undefined ? undefined : hrefOf(unescaped(href));
    if (name === 'a' && slash === '') links.push(target !== undefined);
    if (name === 'a' && !(slash === '/' ? links.pop() : target))
      text += `<${slash}span${CLASS.exec(given)?.[0] ?? ''}>`;
    else text += `<${slash}${name}${given.replace(DATA, '').replace(HREF, () => ` href="${escaped(target ?? '')}"`)}>`;
  }
  return text + html.slice(at);
}

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
