import { phrases } from '#language/phrases.js';
import type { SchemeView } from '#domain/scheme/scheme-view.js';
import { Badge, type Tone } from '../frame/badge.js';
import type { ThisPage } from '../frame/page.js';
import { SourceLine } from '../frame/source-line.js';
import { When } from '../frame/when.js';
import { type VersionState, versionStates } from './version-state.js';
import { VersionWarning } from './version-warning.js';

const TONES: Record<VersionState, Tone> = {
  draft: 'plain',
  'to-come': 'plain',
  over: 'bad',
  latest: 'good',
  earlier: 'plain',
};

const TURNS = ['optionalFrom', 'requiredForNew', 'requiredForAll', 'graceEnds'] as const;

/** The versions of the rule book, from when each applies, and where sources do not agree about them. */
export function Versions({ page, scheme }: { page: ThisPage; scheme: SchemeView }) {
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
        <table class="lines">
          <caption>{versions.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{versions.version}</th>
              <th scope="col">{versions.published}</th>
              {hasTurns ? <th scope="col">{versions.rules}</th> : null}
              <th scope="col">{versions.state}</th>
            </tr>
          </thead>
          <tbody>
            {scheme.referentials.map((referential, index) => (
              <VersionRow
                key={referential.version}
                {...{ page, referential, hasTurns }}
                state={states[index] ?? 'earlier'}
              />
            ))}
          </tbody>
        </table>
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
  page: ThisPage;
  referential: Referential;
  /** Whether any version of the scheme has days from which it applies. */
  hasTurns: boolean;
  state: VersionState;
}

function VersionRow({ page, referential, hasTurns, state }: RowProps) {
  const { language } = page;
  const versions = phrases(language).console.schemes.version;
  const turns = turnsOf(referential);
  return (
    <tr>
      <th scope="row">{referential.version}</th>
      <td data-label={versions.published}>
        <When page={page} date={referential.published} />
        {referential.source ? (
          <div class="small">
            <SourceLine source={referential.source} language={language} />
          </div>
        ) : null}
      </td>
      {hasTurns ? (
        <td data-label={turns.length > 0 ? versions.rules : undefined}>
          {turns.map(({ turn, day }) => (
            <div key={turn}>
              {versions[turn]} <When page={page} date={day} />
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
