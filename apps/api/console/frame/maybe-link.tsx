import type { ComponentChildren } from 'preact';

/** A link where there is a place to go to, else the text alone. */
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
