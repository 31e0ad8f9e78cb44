import { renderToString } from 'preact-render-to-string';
import { dossierTitle } from '#language/describe-standing.js';
import { writtenDate, writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { AuditContents, AuditedStream } from './audit-contents.js';
import { Facts } from './audit-facts.js';
import { AuditedDossier } from './audited-dossier.js';
import { EvidenceTable } from './evidence-table.js';
import { STYLE } from './style.js';
import { Trail } from './trail.js';

export interface AuditProps {
  contents: AuditContents;
  language: Language;
}

/** Readable without this site: no scripts, no links to it, and its style within. */
export const auditPage = (contents: AuditContents, language: Language, manifest: string): string =>
  `<!doctype html>\n${renderToString(<Page {...{ contents, language, manifest }} />)}\n`;

function Page({ contents, language, manifest }: AuditProps & { manifest: string }) {
  const words = phrases(language).auditFile;
  const title = words.title(subjectOf(contents, language));
  const { at, position, createdAt, zone, streams } = contents;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <Facts
            facts={[
              [words.asOf, writtenDate(at.asOf, language)],
              [
                words.knownAt,
                at.knownAt === null ? words.knownNow : writtenInstant(new Date(at.knownAt), zone, language),
              ],
              [words.position, String(position)],
              [words.createdAt, writtenInstant(createdAt, zone, language)],
            ]}
          />
          {streams.length > 1 ? <Contents {...{ contents, language }} /> : null}
          {streams.map((stream) => (
            <section key={stream.stream} id={stream.stream} class="stream">
              <h2>{headingOf(stream, contents, language)}</h2>
              {stream.view ? <AuditedDossier {...{ contents, language, stream }} view={stream.view} /> : null}
              <Trail {...{ contents, language, stream }} />
            </section>
          ))}
          <EvidenceTable {...{ contents, language }} />
          <h2>{words.verify}</h2>
          <p>{words.verifyText(manifest)}</p>
          <pre>sha256sum -c {manifest}</pre>
          <p>{words.verifyMore}</p>
        </main>
      </body>
    </html>
  );
}

const Contents = ({ contents, language }: AuditProps) => (
  <nav>
    <h2>{phrases(language).auditFile.contents}</h2>
    <ul>
      {contents.streams.map((stream) => (
        <li key={stream.stream}>
          <a href={`#${stream.stream}`}>{headingOf(stream, contents, language)}</a>
        </li>
      ))}
    </ul>
  </nav>
);

const subjectOf = ({ kind, provider, streams, schemes }: AuditContents, language: Language): string => {
  const view = streams[0]?.view;
  return kind === 'dossier' && view ? dossierTitle(view, schemes, language) : provider.name;
};

const headingOf = ({ view }: AuditedStream, { provider, schemes }: AuditContents, language: Language): string =>
  view ? dossierTitle(view, schemes, language) : `${phrases(language).auditFile.provider} ${provider.name}`;
