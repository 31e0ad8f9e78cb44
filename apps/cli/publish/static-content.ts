import { Parser } from 'htmlparser2';

/** What only a server can answer, and what other installations with the same ledger do not know: when they read a register. */
const ELEMENTS = new Set(['script', 'form', 'button', 'dialog']);
const CLASSES = ['no-print', 'printed', 'tabs'];
const SECTIONS = new Set(['share', 'readings', 'proposals']);

const isLeftOut = (name: string, { class: classes = '', ...rest }: Attributes): boolean =>
  ELEMENTS.has(name) ||
  classes.split(' ').some((one) => CLASSES.includes(one)) ||
  (name === 'section' && SECTIONS.has(rest['aria-labelledby'] ?? ''));

const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr']);

type Attributes = Record<string, string>;

interface Wanted {
  /** The address of a link on the site; `undefined`: it leads nowhere there, and only its text stays. */
  hrefOf: (href: string) => string | undefined;
  /** Only elements of this class, without their ids. */
  only?: string;
  /** Lines of a picture of grants. */
  lines?: number;
}

/** The content of a page of the console, as it can stand in a file. */
export function staticContent(html: string, { hrefOf, only, lines = Infinity }: Wanted): string {
  const start = html.indexOf('>', html.indexOf('<main ')) + 1;
  const main = html.slice(start, html.indexOf('</main>', start));
  let text = '';
  let leftOut = 0;
  let chosen = only === undefined ? 1 : 0;
  let line = 0;
  const open: { name: string; isShown: boolean }[] = [];
  const isLine = (name: string): boolean => name === 'li' && open.some((one) => one.name === 'section');
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const isVoid = VOID.has(name);
        if (leftOut > 0 || isLeftOut(name, attributes) || (only !== undefined && isLine(name) && (line += 1) > lines)) {
          if (!isVoid) leftOut += 1;
          return;
        }
        const isChosen = only !== undefined && attributes['class']?.split(' ').includes(only) === true;
        if (chosen > 0 || isChosen) chosen += isVoid ? 0 : 1;
        const { id, tabindex, href, ...others } = attributes;
        const target = href === undefined ? undefined : hrefOf(href);
        const isShown = chosen > 0 && (href === undefined || target !== undefined);
        if (!isVoid) open.push({ name, isShown });
        if (!isShown) return;
        const kept = { ...(!isChosen && { id, tabindex }), href: target, ...others };
        text += `<${name}${Object.entries(kept).map(written).join('')}>`;
      },
      ontext(data) {
        if (leftOut === 0 && chosen > 0) text += escaped(data);
      },
      onclosetag(name) {
        if (VOID.has(name)) return;
        if (leftOut > 0) {
          leftOut -= 1;
          return;
        }
        if (open.pop()?.isShown === true) text += `</${name}>`;
        if (chosen > 0) chosen -= 1;
      },
    },
    { lowerCaseTags: false, lowerCaseAttributeNames: false },
  );
  parser.end(main);
  return text;
}

/** Scripts read data; of style sheets, only labels of cells. */
const written = ([name, value]: [string, string | undefined]): string =>
  value === undefined || (name.startsWith('data-') && name !== 'data-label')
    ? ''
    : ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
