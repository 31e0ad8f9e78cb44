import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Side, Warning } from '#domain/warning/warning.js';
import { typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { capitalized } from '#subscriptions/mail/capitalized.js';
import { eventPhrase } from '#subscriptions/mail/event-phrase.js';
import { Badge, MaybeLink, More, SaidBy, type Tone, When } from './display.js';
import type { ThisPage } from './page.js';
import { warningText } from './warning-text.js';
import { warningKind, warningsTitle, warningTitle } from './warning-words.js';

/** Warnings shown in full. */
const MOST = 12;

type Props = Omit<WarningProps, 'warning'> & { warnings: readonly Warning[] };

/** Contradictions and implausible data. */
export function Warnings({ warnings, ...shared }: Props) {
  const { page } = shared;
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">{warningsTitle(warnings.length, page.language)}</h2>
      <ul class="cards">
        {warnings.slice(0, MOST).map((warning) => (
          <WarningCard key={warning.code + warning.events.join()} warning={warning} {...shared} />
        ))}
      </ul>
      <More page={page} count={warnings.length - MOST} />
    </section>
  );
}

const TONES: Record<Warning['kind'], Tone> = { conflict: 'bad', implausible: 'warn', gap: 'warn', risk: 'warn' };

interface WarningProps {
  page: ThisPage;
  warning: Warning;
  /** The event with its corrections applied, if loaded. */
  eventOf: (id: string) => LedgerEvent | undefined;
  /** URL of the timeline entry, if any. */
  hrefOf: (id: string) => string | undefined;
  scheme?: Scheme | undefined;
}

/** A warning with the events it is based on, each with its date and source. */
export function WarningCard({ page, warning, eventOf, hrefOf, scheme }: WarningProps) {
  const { language } = page;
  const words = phrases(language).console.frame.sources;
  const others = warning.events.length - warning.sides.length;
  return (
    <li class="card warning">
      <p>
        <Badge tone={TONES[warning.kind]}>{warningKind(warning.kind, language)}</Badge>{' '}
        <strong>{warningTitle(warning.code, language)}</strong>
      </p>
      <p>{capitalized(typeset(warningText(warning.text, language), language))}.</p>
      {warning.sides.length === 0 ? null : (
        <ul>
          {warning.sides.map((side) => (
            <li key={side.event}>
              <SideLine page={page} side={side} event={eventOf(side.event)} href={hrefOf(side.event)} scheme={scheme} />
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
  event: LedgerEvent | undefined;
  href: string | undefined;
  scheme: Scheme | undefined;
}

function SideLine({ page, side: { says, occurred, source }, event, href, scheme }: SideProps) {
  const { language } = page;
  const phrase = capitalized(event ? eventPhrase(event, language, scheme) : says);
  const title = event?.data && 'title' in event.data ? event.data.title : undefined;
  return (
    <>
      <MaybeLink href={href}>{phrase}</MaybeLink>
      {occurred === null ? null : (
        <>
          {', '}
          <When page={page} date={occurred} />
        </>
      )}
      {title === undefined ? null : <> · {title}</>}
      {source === null ? null : (
        <>
          {' · '}
          <SaidBy page={page} source={source} />
        </>
      )}
    </>
  );
}
