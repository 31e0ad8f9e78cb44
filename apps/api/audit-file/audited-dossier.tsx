import type { DossierView, GrantView } from '#domain/dossier/standing.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { grantedFromPhrase, stagePhrase, statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases, warningText } from '#language/phrases.js';
import type { AuditedStream } from './audit-contents.js';
import { Facts } from './audit-facts.js';
import type { AuditProps } from './audit-page.js';
import { EventLinks } from './trail.js';

/** Where a dossier stands, and the events that establish it. */
export function AuditedDossier({
  contents,
  language,
  stream,
  view,
}: AuditProps & { stream: AuditedStream; view: DossierView }) {
  const words = phrases(language).auditFile;
  const scheme = contents.schemes.get(view.scheme);
  const { stage, grants, milestones, warnings } = view;
  const confirmation = view.confirmed ? words.confirmed : words.claimed;
  return (
    <>
      <Facts
        facts={[
          [words.provider, view.provider.name],
          [words.dossier, <code>{view.id}</code>],
          [words.status, `${statusWord(view.status, scheme, language)} (${confirmation})`],
          [words.stage, stage && stagePhrase(stage, scheme, language)],
          [words.because, <EventLinks ids={view.because} {...{ stream, language, scheme }} />],
        ]}
      />
      {view.grantedFrom === null ? null : <p>{grantedFromPhrase(view.grantedFrom, scheme, language)}.</p>}
      <Milestones {...{ milestones, scheme, language }} />
      <Grants {...{ grants, language }} />
      {warnings.length === 0 ? null : (
        <>
          <h3>{words.warnings}</h3>
          <ul>
            {warnings.map((warning, index) => (
              <li key={index}>{capitalized(warningText(warning, language))}.</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface MilestonesProps {
  milestones: DossierView['milestones'];
  scheme: Scheme | undefined;
  language: Language;
}

function Milestones({ milestones, scheme, language }: MilestonesProps) {
  if (milestones.length === 0) return null;
  const words = phrases(language).auditFile;
  return (
    <>
      <h3>{words.stages}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.stage}</th>
            <th scope="col">{words.occurred}</th>
            <th scope="col">{words.status}</th>
          </tr>
        </thead>
        <tbody>
          {milestones.map(({ milestone, occurred, confirmed, event }) => (
            <tr key={event}>
              <td>
                <a href={`#${event}`}>{wholeMilestone(milestone, scheme, language)}</a>
              </td>
              <td>{writtenDate(occurred, language)}</td>
              <td>{confirmed ? words.confirmed : words.claimed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Grants({ grants, language }: { grants: readonly GrantView[]; language: Language }) {
  if (grants.length === 0) return null;
  const words = phrases(language).auditFile;
  const { grantStates } = phrases(language).standing;
  return (
    <>
      <h3>{words.grants}</h3>
      <table>
        <thead>
          <tr>
            {[words.decision, words.validFrom, words.validUntil, words.state, words.status].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grants.map(({ id, decision, validFrom, validUntil, state, confirmed }) => (
            <tr key={id}>
              <td>
                <a href={`#${id}`}>{decision ?? words.none}</a>
              </td>
              <td>{writtenDate(validFrom, language)}</td>
              <td>{validUntil === null ? words.none : writtenDate(validUntil, language)}</td>
              <td>{grantStates[state]}</td>
              <td>{confirmed ? words.confirmed : words.claimed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
