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

interface TableProps {
  /** Whether the page is about it. */
  isMain?: boolean;
  caption?: ComponentChildren;
  /** Caption for screen readers only. */
  label?: string;
  /** Headings; those of numbers are aligned to the right, those of actions are not printed. */
  columns: readonly (string | { number: string } | { act: string })[];
  /** Whether its rows become blocks on tablets already; by default, with six columns or more. */
  isWide?: boolean;
  class?: string;
  children: ComponentChildren;
}

const MANY = 6;

/** A table; on a narrow screen its rows become blocks. */
export const Table = ({
  isMain = false,
  caption,
  label,
  columns,
  isWide = columns.length >= MANY,
  class: looks = '',
  children,
}: TableProps) => (
  <table
    class={['lines', ...(isWide ? ['many'] : []), looks].join(' ').trim()}
    {...(isMain && { id: MAIN_TABLE, tabIndex: -1 })}
  >
    {label === undefined ? <caption>{caption}</caption> : <caption class="unseen">{label}</caption>}
    <thead>
      <tr>
        {columns.map((column, index) => (
          <Heading key={index} column={column} />
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

function Heading({ column }: { column: TableProps['columns'][number] }) {
  if (typeof column === 'string') return <th scope="col">{column}</th>;
  return 'number' in column ? (
    <th scope="col" class="number">
      {column.number}
    </th>
  ) : (
    <th scope="col" class="no-print">
      {column.act}
    </th>
  );
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
