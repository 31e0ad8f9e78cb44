import { phrases } from '#language/phrases.js';
import type { Side, Warning } from '#domain/warning/warning.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#language/format.js';
import { warningText } from '#language/reason.js';
import { summaryOf } from '#language/describe-event.js';
import { Badge, type Tone } from './badge.js';
import { MaybeLink } from './maybe-link.js';
import type { ThisPage } from './page.js';
import { SaidBy } from './said-by.js';
import { When } from './when.js';

const TONES: Record<Warning['kind'], Tone> = { conflict: 'bad', implausible: 'warn', gap: 'warn', risk: 'warn' };

export interface WarningProps {
  page: ThisPage;
  warning: Warning;
  /** Where an event is told in full; absent: on no page. */
  hrefOf: (id: string) => string | undefined;
  scheme?: Scheme | undefined;
}

/** What conflicts or is odd, and who says what: both sides, each with its day, its source and a link to its record. */
export function WarningCard({ page, warning, hrefOf, scheme }: WarningProps) {
  const { language } = page;
  const words = phrases(language).console.frame.sources;
  const { kinds } = phrases(language).warnings;
  const others = warning.events.length - warning.sides.length;
  return (
    <li class="card warning">
      <p>
        <Badge tone={TONES[warning.kind]}>{kinds[warning.kind]}</Badge>{' '}
        <strong>{phrases(language).warnings[warning.code].title}</strong>
      </p>
      <p>{capitalized(warningText(warning, language))}.</p>
      {warning.sides.length === 0 ? null : (
        <ul>
          {warning.sides.map((side) => (
            <li key={side.event}>
              <SideLine page={page} side={side} href={hrefOf(side.event)} scheme={scheme} />
            </li>
          ))}
          {others > 0 && warning.sides.length > 0 ? <li class="soft">{words.more(others)}</li> : null}
        </ul>
      )}
    </li>
  );
}

interface SideProps {
  page: ThisPage;
  side: Side;
  href: string | undefined;
  scheme: Scheme | undefined;
}

function SideLine({ page, side: { said }, href, scheme }: SideProps) {
  const { occurred, source } = said;
  const { title } = said.data;
  const phrase = capitalized(summaryOf(said, page.language, scheme));
  return (
    <>
      <MaybeLink href={href}>{phrase}</MaybeLink>
      {occurred === undefined ? null : (
        <>
          {', '}
          <When page={page} date={occurred} />
        </>
      )}
      {title === undefined ? null : <> · {title}</>}
      {source === undefined ? null : (
        <>
          {' · '}
          <SaidBy page={page} source={source} />
        </>
      )}
    </>
  );
}
