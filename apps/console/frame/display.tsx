import type { ComponentChildren } from 'preact';
import type { PartialDate } from '#domain/date/partial-date.js';
import { writtenDate, writtenInstant } from '#language/format.js';
import type { PageContext } from './page.js';

/** A partial date; as a `time` element where HTML allows its precision. */
export function DateText({ page, date }: { page: PageContext; date: PartialDate }) {
  const written = writtenDate(date, page.language);
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? <time dateTime={date}>{written}</time> : <span>{written}</span>;
}

/** Date and time in the time zone of this installation. */
export function Timestamp({ page, at }: { page: PageContext; at: Date }) {
  return <time dateTime={at.toISOString()}>{writtenInstant(at, page.zone, page.language)}</time>;
}

/** A definition list. Entries without a value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ComponentChildren])[] }) {
  const told = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (told.length === 0) return null;
  return (
    <dl class="facts">
      {told.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

interface SectionProps {
  id: string;
  title: string;
  class?: string;
  children: ComponentChildren;
}

export const Section = ({ id, title, class: looks, children }: SectionProps) => (
  <section aria-labelledby={id} class={looks}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

/** The id of the table that a page is about; a link at the top of the page skips to it. */
export const MAIN_TABLE = 'table';

/** The heading of a column; an object says how its cells are set: `name` names the row, `plain` has no label on phones. */
type Column = string | { [K in ColumnKind]: Record<K, string> }[ColumnKind];
type ColumnKind = 'name' | 'number' | 'nowrap' | 'act' | 'plain';

export type Row = readonly ComponentChildren[];

interface TableProps {
  /** Whether the page is about it. */
  isMain?: boolean;
  caption?: ComponentChildren;
  /** Caption for screen readers only. */
  label?: string;
  columns: readonly Column[];
  /** The cells of each; the first names the row, unless a column does. */
  rows: readonly Row[];
  /** Said instead of a table without rows. */
  empty?: ComponentChildren;
  class?: string;
  /** Rows of other cells, at the end. */
  children?: ComponentChildren;
}

/** With so many columns, rows become blocks on tablets already. */
const MANY = 6;

/** A table; on a narrow screen its rows become blocks. */
export function Table({ isMain = false, caption, label, columns, rows, empty, class: looks, children }: TableProps) {
  if (rows.length === 0 && empty !== undefined) return <p class="empty">{empty}</p>;
  const heads = columns.map(headOf);
  const named = Math.max(
    0,
    heads.findIndex(({ kind }) => kind === 'name'),
  );
  const classes = ['lines', columns.length >= MANY && 'many', looks].filter(Boolean).join(' ');
  return (
    <table class={classes} {...(isMain && { id: MAIN_TABLE, tabIndex: -1 })}>
      {label === undefined ? <caption>{caption}</caption> : <caption class="unseen">{label}</caption>}
      <thead>
        <tr>
          {heads.map(({ kind, text }) => (
            <th scope="col" class={kind === 'nowrap' ? undefined : CLASSES[kind]}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, index) => {
              const { kind, text } = heads[index] ?? NO_HEAD;
              const isEmpty = cell === null || cell === undefined;
              return index === named ? (
                <th scope="row" class={CLASSES[kind]}>
                  {cell}
                </th>
              ) : (
                <td class={CLASSES[kind]} data-label={kind === 'plain' || isEmpty ? undefined : text}>
                  {cell}
                </td>
              );
            })}
          </tr>
        ))}
        {children}
      </tbody>
    </table>
  );
}

interface Head {
  kind: ColumnKind | 'usual';
  text: string;
}

const CLASSES: Partial<Record<Head['kind'], string>> = { number: 'number', nowrap: 'nowrap', act: 'no-print' };

const NO_HEAD: Head = { kind: 'plain', text: '' };

function headOf(column: Column): Head {
  if (typeof column === 'string') return { kind: 'usual', text: column };
  const [[kind, text] = ['plain' as const, '']] = Object.entries(column) as [ColumnKind, string][];
  return { kind, text };
}

/** A link if there is a target, otherwise plain text. */
export function MaybeLink({
  href,
  small = false,
  children,
}: {
  href: string | undefined;
  small?: boolean;
  children: ComponentChildren;
}) {
  const looks = small && { class: 'small' };
  return href === undefined ? (
    <span {...looks}>{children}</span>
  ) : (
    <a href={href} {...looks}>
      {children}
    </a>
  );
}

/** Confirmation of the last action, named by the parameter `done`. Unknown values are ignored. */
export function DoneNote({ page, words }: { page: PageContext; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}
    </p>
  );
}
