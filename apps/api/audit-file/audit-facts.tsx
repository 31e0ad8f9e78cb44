import type { ComponentChildren } from 'preact';

/** A list of labels and values; entries without a value are left out. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ComponentChildren])[] }) {
  const given = facts.filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (given.length === 0) return null;
  return (
    <dl>
      {given.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
