import { phrases } from '#language/phrases.js';
import type { AuditProps } from './audit-page.js';
import { EventLinks } from './trail.js';

/** The files of the archive, with the hash that the ledger holds of each. */
export function EvidenceTable({ contents: { evidence, streams, schemes }, language }: AuditProps) {
  const words = phrases(language).auditFile;
  const { size } = phrases(language).console.evidence;
  return (
    <>
      <h2>{words.evidence}</h2>
      {evidence.length === 0 ? <p>{words.noEvidence}</p> : null}
      {evidence.length === 0 ? null : (
        <table class="files">
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.proves}</th>
              <th scope="col">{words.size}</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map(({ id, data, path }) => {
              const stream = streams.find(({ entries }) => entries.some((entry) => entry.id === id));
              const scheme = stream?.view && schemes.get(stream.view.scheme);
              return (
                <tr key={id}>
                  <td>
                    {path === undefined ? `${data.name}: ${words.missing}` : <a href={path}>{data.name}</a>}
                    {data.note === undefined ? null : <div>{data.note}</div>}
                  </td>
                  <td>{stream ? <EventLinks ids={[data.event]} {...{ stream, language, scheme }} /> : null}</td>
                  <td>{size(data.size)}</td>
                  <td>
                    <code>{data.sha256}</code>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}
