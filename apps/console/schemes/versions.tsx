import type { Day } from '#domain/date/day.js';
import type { SchemeView, SchemeWarning } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { typeset } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { DateText, SourceLine } from '../frame/display.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table } from '../frame/table.js';
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
        <VersionWarning page={page} warning={warning} />
      ))}
      {scheme.referentials.length === 0 ? null : (
        <Table
          caption={versions.caption}
          columns={[versions.version, versions.published, ...(hasTurns ? [versions.rules] : []), versions.state]}
          rows={scheme.referentials.map((referential, index) =>
            versionRowOf({ page, referential, hasTurns, state: states[index] ?? 'earlier' }),
          )}
        />
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

function versionRowOf({ page, referential, hasTurns, state }: RowProps) {
  const { language } = page;
  const versions = phrases(language).console.schemes.version;
  const turns = turnsOf(referential);
  return [
    schemeText(referential.version, language),
    <>
      <DateText page={page} date={referential.published} />
      {referential.source ? (
        <div class="small">
          <SourceLine source={schemeSource(referential.source, language)} language={language} />
        </div>
      ) : null}
    </>,
    ...(hasTurns
      ? [
          turns.map(({ turn, day }) => (
            <div>
              {versions[turn]} <DateText page={page} date={day} />
            </div>
          )),
        ]
      : []),
    <Badge tone={TONES[state]}>{versions.states[state]}</Badge>,
  ];
}

type VersionState = 'draft' | 'to-come' | 'over' | 'latest' | 'earlier';

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
          <li>
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
