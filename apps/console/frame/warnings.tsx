import type { Scheme } from '#domain/scheme/scheme.js';
import type { Side, Warning } from '#domain/warning/warning.js';
import { phrases, warningText } from '#language/phrases.js';
import { capitalized } from '#language/format.js';
import { summaryOf } from '#language/describe-event.js';
import { MaybeLink, DateText, Section, More, LabelledSource, Badge, type Tone } from './display.js';
import type { Page } from './page.js';

const MOST = 12;

type Props = Omit<WarningProps, 'warning'> & { warnings: readonly Warning[] };

export function Warnings({ warnings, ...shared }: Props) {
  const { page } = shared;
  if (warnings.length === 0) return null;
  return (
    <Section id="warnings" title={phrases(page.language).warnings.heading(warnings.length)}>
      <ul class="cards">
        {warnings.slice(0, MOST).map((warning) => (
          <WarningCard warning={warning} {...shared} />
        ))}
      </ul>
      <More page={page} count={warnings.length - MOST} />
    </Section>
  );
}

const TONES: Record<Warning['kind'], Tone> = { conflict: 'bad', implausible: 'warn', gap: 'warn', risk: 'warn' };

interface WarningProps {
  page: Page;
  warning: Warning;
  hrefOf: (id: string) => string | undefined;
  scheme?: Scheme | undefined;
}

/** A warning with the events it is based on, each with its date and source. */
export function WarningCard({ page, warning, hrefOf, scheme }: WarningProps) {
  const { language } = page;
  const { terms } = phrases(language).console;
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
            <li>{sideLine(page, side, hrefOf(side.event), scheme)}</li>
          ))}
          {others > 0 && warning.sides.length > 0 ? <li class="soft">{terms.more(others)}</li> : null}
        </ul>
      )}
    </li>
  );
}

function sideLine(page: Page, { said }: Side, href: string | undefined, scheme: Scheme | undefined) {
  const { occurred, source } = said;
  const { title } = said.data;
  const phrase = capitalized(summaryOf(said, page.language, scheme));
  return (
    <>
      <MaybeLink href={href}>{phrase}</MaybeLink>
      {occurred === undefined ? null : (
        <>
          {', '}
          <DateText page={page} date={occurred} />
        </>
      )}
      {title === undefined ? null : <> · {title}</>}
      {source === undefined ? null : (
        <>
          {' · '}
          <LabelledSource page={page} source={source} />
        </>
      )}
    </>
  );
}
