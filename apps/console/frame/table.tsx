import type { ComponentChildren, VNode } from 'preact';
import { english, french } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type Tone, buttonTo, Icon } from './display.js';
import { type Page, currentUrlWith, cursorSealOf } from './page.js';
import type { Problem } from '#domain/refusal.js';
import { Hidden } from './controls.js';
import { type FormPart, FormParts } from './fields.js';

/** The id of the table that a page is about; a link at the top of the page skips to it. */
export const MAIN_TABLE = 'table';

/**
 * The heading of a column; an object says how its cells are set: `name` names the row, `plain` has no label on phones,
 * `act` is not printed, `first` stays on the first line of a row of a list on phones, `wide` is left out of it there.
 */
type Column = string | ({ [K in ColumnKind]: Record<K, string> }[ColumnKind] & { sort?: Sort });
type ColumnKind = 'name' | 'number' | 'nowrap' | 'act' | 'plain' | 'first' | 'wide' | 'usual';

interface Sort {
  href: string;
  title: string;
  /** Present if the list is sorted by it. */
  order?: 'ascending' | 'descending' | undefined;
}

type Cells = readonly ComponentChildren[];

/** The cells of a row; the tone of a row is a mark at its left. A group names the rows after it, up to the next. */
type Row = Cells | { cells: Cells; tone?: Tone | undefined; id?: string } | { group: string };

interface TableProps {
  isMain?: boolean;
  /** One line a row, and two on phones, instead of cells that wrap. */
  isList?: boolean;
  caption?: ComponentChildren;
  /** Caption for screen readers only. */
  label?: string;
  columns: readonly Column[];
  /** The first cell names the row, unless a column does. */
  rows: readonly Row[];
  empty?: ComponentChildren;
  class?: string;
  /** Rows of other cells, at the end. */
  children?: ComponentChildren;
}

export function Table(props: TableProps) {
  const { isMain = false, isList = false, caption, label, columns, rows, empty, class: looks, children } = props;
  if (rows.length === 0 && empty !== undefined)
    return typeof empty === 'string' ? <p class="empty">{empty}</p> : <>{empty}</>;
  const heads = columns.map(headOf);
  const named = Math.max(
    0,
    heads.findIndex(({ kind }) => kind === 'name'),
  );
  const classes = ['lines', isList && 'rows', looks].filter(Boolean).join(' ');
  return (
    <table class={classes} {...(isMain && { id: MAIN_TABLE, tabIndex: -1 })}>
      {label === undefined ? <caption>{caption}</caption> : <caption class="unseen">{label}</caption>}
      <thead>
        <tr>
          {heads.map(({ kind, text, sort }) => (
            <th scope="col" class={kind === 'number' ? 'number' : CLASSES[kind]} aria-sort={sort?.order}>
              {sort ? (
                <a href={sort.href} title={sort.title} data-order={sort.order}>
                  {text}
                </a>
              ) : kind === 'act' ? (
                <span class="unseen">{text}</span>
              ) : (
                text
              )}
            </th>
          ))}
        </tr>
      </thead>
      {bodiesOf(rows).map((body) => (
        <tbody>{body.map((row) => line(row, heads, named))}</tbody>
      ))}
      {children === undefined ? null : <tbody>{children}</tbody>}
    </table>
  );
}

function bodiesOf(rows: readonly Row[]): Row[][] {
  const bodies: Row[][] = [];
  for (const row of rows)
    if (bodies.length === 0 || 'group' in row) bodies.push([row]);
    else bodies.at(-1)?.push(row);
  return bodies;
}

function line(row: Row, heads: readonly Head[], named: number) {
  if ('group' in row)
    return (
      <tr class="group">
        <th scope="rowgroup" colSpan={heads.length}>
          {row.group}
        </th>
      </tr>
    );
  const { cells, tone, id } = 'cells' in row ? row : { cells: row, tone: undefined, id: undefined };
  return (
    <tr class={tone && `marked ${tone}`} id={id}>
      {cells.map((cell, index) => {
        const { kind, text } = heads[index] ?? NO_HEAD;
        const isEmpty = cell === null || cell === undefined || (Array.isArray(cell) && cell.length === 0);
        return index === named ? (
          <th scope="row" class={CLASSES[kind]}>
            {cell}
          </th>
        ) : (
          <td
            class={CLASSES[kind]}
            data-label={kind === 'plain' || kind === 'first' || kind === 'act' || isEmpty ? undefined : text}
          >
            {cell}
          </td>
        );
      })}
    </tr>
  );
}

interface Head {
  kind: ColumnKind;
  text: string;
  sort?: Sort | undefined;
}

const CLASSES: Partial<Record<ColumnKind, string>> = {
  number: 'number',
  nowrap: 'nowrap',
  act: 'acts no-print',
  first: 'first',
  wide: 'wide',
};

const NO_HEAD: Head = { kind: 'plain', text: '' };

const KINDS: readonly ColumnKind[] = ['name', 'number', 'nowrap', 'act', 'plain', 'first', 'wide', 'usual'];

function headOf(column: Column): Head {
  if (typeof column === 'string') return { kind: 'usual', text: column };
  const texts: Partial<Record<ColumnKind, string>> = column;
  const kind = KINDS.find((one) => texts[one] !== undefined) ?? 'plain';
  return { kind, text: texts[kind] ?? '', sort: column.sort };
}

/** Beyond this, a list says that it has more. */
export const MOST_COUNTED = 10_000;

interface CursorPagerProps {
  page: Page;
  cursor: string;
  /** Id of the section of the list, on a page of several. */
  section?: string;
  /** Absent on the last page. */
  next: string | number | null | undefined;
  shown?: number;
  /** Of all that match, up to one more than `MOST_COUNTED`; absent: unknown. */
  total?: number;
}

/** Links to the first and the next page of a list that is read by cursor. */
export function CursorPager({ page, cursor, section, next = null, shown = 0, total }: CursorPagerProps) {
  const isFirst = !page.query.has(cursor);
  if (isFirst && next === null) return null;
  const words = phrases(page.language).console.frame.pages;
  const to = (one: string | undefined): string =>
    `${currentUrlWith(page, { [cursor]: one })}${section === undefined ? '' : `#${section}`}`;
  return (
    <nav class="pager" aria-label={words.label}>
      {isFirst ? null : <a href={to(undefined)}>{words.first}</a>}
      {total === undefined ? null : (
        <span>{total > MOST_COUNTED ? words.someOfMany(shown, MOST_COUNTED) : words.some(shown, total)}</span>
      )}
      {next === null ? null : (
        <a rel="next" href={to(`${cursorSealOf(page, cursor)}${next}`)}>
          {words.next}
        </a>
      )}
    </nav>
  );
}

export function Pager({ page, number, size, total }: { page: Page; number: number; size: number; total: number }) {
  const words = phrases(page.language).console.frame.pages;
  if (total <= size && number === 1) return null;
  const to = (one: number): string => currentUrlWith(page, { page: one === 1 ? undefined : one });
  const last = Math.max(1, Math.ceil(total / size));
  const formatted = (one: number): string => (page.language === 'fr' ? french : english).number(one);
  return (
    <nav class="pager" aria-label={words.label}>
      {number > 1 ? (
        <a rel="prev" href={to(number - 1)}>
          {words.previous}
        </a>
      ) : null}
      <ol class="pages">
        {pagesAround(number, last).map((one, index, all) => (
          <li class={one - (all[index - 1] ?? 0) > 1 ? 'after-gap' : undefined}>
            {one === number ? (
              <strong aria-current="page" aria-label={words.page(one, last)}>
                {formatted(one)}
              </strong>
            ) : (
              <a href={to(one)} aria-label={words.page(one, last)}>
                {formatted(one)}
              </a>
            )}
          </li>
        ))}
      </ol>
      <span>{words.shown(Math.min(total, (number - 1) * size + 1), Math.min(total, number * size), total)}</span>
      {number < last ? (
        <a rel="next" href={to(number + 1)}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}

const pagesAround = (number: number, last: number): number[] =>
  [...new Set([1, number - 1, number, number + 1, last])]
    .filter((one) => one >= 1 && one <= last)
    .sort((a, b) => a - b);

interface ToolbarProps {
  page: Page;
  action: string;
  label?: string;
  role?: 'search';
  /** Selectors of what a script shows anew as filters are chosen; `.top` is one of them, for its links. */
  live?: string;
  kept?: readonly string[];
  /** What its button says: nothing for scripts, which act at once if `live`. */
  go: string;
  /** The first takes what room there is. */
  fields?: readonly FormPart[];
  /** More filters, behind a button that says how many are set; where there is room, not those that are `isWide`. */
  folded?: {
    label: string;
    fields?: readonly FormPart[];
    children?: ComponentChildren;
    isOpen?: boolean;
    isWide?: boolean;
  };
  problems?: readonly Problem[];
  children?: ComponentChildren;
  /** `Switch`, `Menu`. */
  end?: ComponentChildren;
}

/** The line above a list: search, choices, folded filters, and how the list is shown. The date shown is kept. */
export function Toolbar(props: ToolbarProps) {
  const { page, action, label, role, live, kept = ['asOf', 'knownOn'], go, fields = [], folded, problems } = props;
  return (
    <form class="toolbar" method="get" action={action} role={role} aria-label={label} data-live={live}>
      <Hidden fields={[...page.query].filter(([name]) => kept.includes(name))} />
      <FormParts {...{ page, parts: fields, problems }} />
      {props.children}
      {folded ? (
        <details class={folded.isWide ? 'folded unfolds' : 'folded'} open={folded.isOpen}>
          <summary class="button second">{folded.label}</summary>
          <div>
            <div class="row">
              <FormParts {...{ page, parts: folded.fields ?? [], problems }} />
            </div>
            {folded.children}
          </div>
        </details>
      ) : null}
      <button class="second go">{go}</button>
      {props.end}
    </form>
  );
}

interface SwitchProps {
  label: string;
  ways: readonly { href: string; label: string; isHere: boolean }[];
  class?: 'switch' | 'chips';
}

/** Ways to see the same, beside each other: list or chart, or one kind of many. */
export const Switch = ({ label, ways, class: looks = 'switch' }: SwitchProps) => (
  <nav aria-label={label} class="no-print">
    <ul class={looks}>
      {ways.map(({ href, label: name, isHere }) => (
        <li>
          <a href={href} {...(isHere && { 'aria-current': 'true' })}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

interface MenuProps {
  page: Page;
  /** Of its button; without, it is three dots. */
  label?: string;
  /** Of what, for screen readers. */
  of?: string;
  /** Links, and forms of one button such as `Act`. */
  items: readonly (readonly [href: string, label: string] | VNode | null)[];
  looks?: 'second' | 'quiet';
}

/** Actions behind a button; nothing if there are none. */
export function Menu({ page, label, of, items, looks = label === undefined ? 'quiet' : 'second' }: MenuProps) {
  const shown = items.filter((item) => item !== null);
  if (shown.length === 0) return null;
  const { more } = phrases(page.language).console.frame.menus;
  return (
    <details class="menu to-left no-print" name="menu">
      <summary class={label === undefined ? `button ${looks} bare` : `button ${looks}`}>
        {label === undefined ? (
          <>
            <Icon name="more" />
            <span class="unseen">{of === undefined ? more : `${more} (${of})`}</span>
          </>
        ) : (
          label
        )}
      </summary>
      <ul>
        {shown.map((item) => (
          <li>{Array.isArray(item) ? <a href={item[0] as string}>{item[1] as string}</a> : (item as VNode)}</li>
        ))}
      </ul>
    </details>
  );
}

interface ActsProps {
  page: Page;
  /** Of what, for screen readers. */
  of: string;
  links: readonly (readonly [href: string, label: string])[];
}

/** The first of several actions, and the others behind a button. */
export function Acts({ page, of, links: [first, ...more] }: ActsProps) {
  if (!first) return null; // a narrow page then hides the label, too
  return (
    <span class="no-print">
      <a href={first[0]}>
        {first[1]}
        <span class="unseen">{` (${of})`}</span>
      </a>
      <Menu page={page} of={of} items={more} />
    </span>
  );
}

interface EmptyProps {
  text: string;
  more?: ComponentChildren;
  links?: readonly (readonly [href: string, label: string])[];
}

/** Instead of a list without rows: why it is empty, and what to do. */
export const Empty = ({ text, more, links = [] }: EmptyProps) => (
  <div class="empty">
    <p>
      <strong>{text}</strong>
    </p>
    {more === undefined ? null : <p>{more}</p>}
    {links.length === 0 ? null : <p class="actions">{links.map(([href, label]) => buttonTo(href, label))}</p>}
  </div>
);
