import { buttonTo } from './display.js';
import type { ComponentChildren, VNode } from 'preact';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Hidden } from './controls.js';
import { type FormPart, FormParts } from './fields.js';
import { Icon } from './marks.js';
import type { PageContext } from './page.js';

interface ToolbarProps {
  page: PageContext;
  action: string;
  label?: string;
  role?: 'search';
  /** Selectors of what a script shows anew as filters are chosen; `.top` is one of them, for its links. */
  live?: string;
  /** Parameters of the page that stay. */
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
  /** Other fields. */
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

interface Way {
  href: string;
  label: string;
  isHere: boolean;
}

/** Ways to see the same, beside each other: list or chart, or one kind of many. */
export const Switch = ({
  label,
  ways,
  class: looks = 'switch',
}: {
  label: string;
  ways: readonly Way[];
  class?: 'switch' | 'chips';
}) => (
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
  page: PageContext;
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
  page: PageContext;
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
