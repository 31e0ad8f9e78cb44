import type { ComponentChildren } from 'preact';

/** Labels and what they stand for. An entry without a value is left out. */
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
