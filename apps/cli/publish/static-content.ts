import { Parser } from 'htmlparser2';

/** What only a server can answer, and what other installations with the same ledger do not know: when they read a register. */
const ELEMENTS = new Set(['script', 'form', 'button', 'dialog']);
const CLASSES = ['no-print', 'printed', 'tabs'];
const SECTIONS = new Set(['share', 'readings', 'proposals']);

const isLeftOut = (name: string, { class: classes = '', ...rest }: Record<string, string>): boolean =>
  ELEMENTS.has(name) ||
  classes.split(' ').some((one) => CLASSES.includes(one)) ||
  (name === 'section' && SECTIONS.has(rest['aria-labelledby'] ?? ''));

const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr']);

/**
 * The content of a page of the console, or a part of it, as it can stand in a file.
 *
 * @param hrefOf the address of a link on the site; `undefined`: it leads nowhere there, and only its text stays
 */
export function staticContent(html: string, hrefOf: (href: string) => string | undefined): string {
  const [, main = html] = /<main [^>]*>(.*)<\/main>/s.exec(html) ?? [];
  const pieces: string[] = [];
  let leftOut = 0;
  /** Of each element that is open, whether it stays. */
  const open: boolean[] = [];
  const parser = new Parser(
    {
      onopentag(name, { href, ...attributes }) {
        const isVoid = VOID.has(name);
        if (leftOut > 0 || isLeftOut(name, attributes)) {
          leftOut += isVoid ? 0 : 1;
          return;
        }
        const target = href === undefined ? undefined : hrefOf(href);
        const stays = href === undefined || target !== undefined;
        if (!isVoid) open.push(stays);
        if (!stays) return;
        pieces.push('<', name);
        if (target !== undefined) pieces.push(attribute('href', target));
        for (const key in attributes)
          // Scripts read data; of style sheets, only labels of cells.
          if (!key.startsWith('data-') || key === 'data-label') pieces.push(attribute(key, attributes[key]));
        pieces.push('>');
      },
      ontext(text) {
        if (leftOut === 0) pieces.push(escaped(text));
      },
      onclosetag(name) {
        if (VOID.has(name)) return;
        if (leftOut > 0) leftOut -= 1;
        else if (open.pop() === true) pieces.push('</', name, '>');
      },
    },
    { lowerCaseTags: false, lowerCaseAttributeNames: false },
  );
  parser.end(main);
  return pieces.join('');
}

const attribute = (name: string, value = ''): string => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`;

const escaped = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
