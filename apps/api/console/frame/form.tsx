import type { ComponentChildren } from 'preact';
import type { ThisPage } from './page.js';

interface FormProps {
  page: ThisPage;
  /** Where it is sent; absent: to this page. */
  action?: string;
  class?: string;
  /** Its name to a screen reader, where no heading stands before it. */
  label?: string;
  /** For a form with a file. */
  files?: boolean;
  id?: string;
  children: ComponentChildren;
}

/** A form that does something: it carries the token of the session. */
export function Form({ page, action, class: looks, label, files = false, id, children }: FormProps) {
  return (
    <form
      method="post"
      action={action ?? page.path}
      class={looks}
      aria-label={label}
      id={id}
      {...(files && { enctype: 'multipart/form-data' })}
    >
      {page.csrf === undefined ? null : <input type="hidden" name="csrf" value={page.csrf} />}
      {children}
    </form>
  );
}

/** Fields that go along unseen. */
export function Hidden({ fields }: { fields: Iterable<readonly [string, string]> }) {
  return (
    <>
      {[...fields].map(([name, value], index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
