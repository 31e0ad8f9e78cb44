import type { Day } from '#domain/date/day.js';
import type { SchemeView, SchemeWarning } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Badge, type Tone } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { SourceLine } from '../frame/sources.js';
import type { PageContext } from '../frame/page.js';
import { schemeSource, schemeText } from '#language/scheme-text.js';

const TONES: Record<VersionState, Tone> = {
  draft: 'plain',
  'to-come': 'plain',
  over: 'bad',
  latest: 'good',
  earlier: 'plain',
};

const TURNS = ['optionalFrom', 'requiredForNew', 'requiredForAll', 'graceEnds'] as const;

/** Standard versions, their dates of application and conflicting sources. */
export function Versions({ page, scheme }: { page: PageContext; scheme: SchemeView }) {
  const versions = phrases(page.language).console.schemes.version;
  const states = versionStates(scheme, page.at.asOf);
  const hasTurns = scheme.referentials.some((referential) => turnsOf(referential).length > 0);
  return (
    <section>
      <h2>{versions.title}</h2>
      {scheme.referentials.length === 0 ? <p>{versions.none}</p> : null}
      {scheme.warnings.map((warning) => (
        <VersionWarning key={warning.referential} page={page} warning={warning} />
      ))}
      {scheme.referentials.length === 0 ? null : (
        <Table
          caption={versions.caption}
          columns={[versions.version, versions.published, ...(hasTurns ? [versions.rules] : []), versions.state]}
        >
          {scheme.referentials.map((referential, index) => (
            <VersionRow
              key={referential.version}
              {...{ page, referential, hasTurns }}
              state={states[index] ?? 'earlier'}
            />
          ))}
        </Table>
      )}
    </section>
  );
}

type Referential = SchemeView['referentials'][number];

const turnsOf = (referential: Referential) =>
  TURNS.flatMap((turn) => {
    const day = referential[turn];
    return day === undefined ? [] : [{ turn, day }];
  });

interface RowProps {
  page: PageContext;
  referential: Referential;
  hasTurns: boolean;
  state: VersionState;
}

function VersionRow({ page, referential, hasTurns, state }: RowProps) {
  const { language } = page;
  const versions = phrases(language).console.schemes.version;
  const turns = turnsOf(referential);
  return (
    <tr>
      <th scope="row">{schemeText(referential.version, language)}</th>
      <td data-label={versions.published}>
        <DateText page={page} date={referential.published} />
        {referential.source ? (
          <div class="small">
            <SourceLine source={schemeSource(referential.source, language)} language={language} />
          </div>
        ) : null}
      </td>
      {hasTurns ? (
        <td data-label={turns.length > 0 ? versions.rules : undefined}>
          {turns.map(({ turn, day }) => (
            <div key={turn}>
              {versions[turn]} <DateText page={page} date={day} />
            </div>
          ))}
        </td>
      ) : null}
      <td data-label={versions.state}>
        <Badge tone={TONES[state]}>{versions.states[state]}</Badge>
      </td>
    </tr>
  );
}

type VersionState = 'draft' | 'to-come' | 'over' | 'latest' | 'earlier';

/** State of each standard version on a date. */
export function versionStates({ referentials }: Pick<Scheme, 'referentials'>, day: Day): VersionState[] {
  const latest = referentials.findLastIndex(({ draft, published }) => !draft && published <= day);
  return referentials.map(({ draft, published, graceEnds }, index) => {
    if (published > day) return 'to-come';
    if (draft) return 'draft';
    if (graceEnds !== undefined && graceEnds < day) return 'over';
    return index === latest ? 'latest' : 'earlier';
  });
}

/** The date used by the scheme first, then others. */
function VersionWarning({ page, warning }: { page: PageContext; warning: SchemeWarning }) {
  const { language } = page;
  const versions = phrases(language).console.schemes.version;
  return (
    <div class="note warn">
      <p>
        <strong>{typeset(versions.differs(warning.referential), language)}</strong>
      </p>
      <ul>
        {warning.sides.map(({ says, source }, index) => (
          <li key={index}>
            <DateText page={page} date={says} />
            {source ? (
              <>
                {', '}
                <SourceLine source={schemeSource(source, language)} language={language} />
              </>
            ) : null}
            {index === 0 ? <span class="soft"> ({versions.own})</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
