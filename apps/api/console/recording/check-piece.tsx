import type { Problem } from '#domain/refusal.js';
import { problemIn } from '../frame/reason-words.js';
import type { ThisPage } from '../frame/page.js';
import type { NewEntry } from './act.js';
import { CHECK_WORDS } from './check-words.js';
import type { SubjectHistory } from './on-record.js';
import { DuplicatesNote } from './preview/already-note.js';
import type { RecordingPreview } from './preview/foresight.js';
import { duplicatesOf } from './preview/preview-page.js';
import { StatusChanges } from './preview/status-changes.js';
import { WarningChangesList } from './preview/warnings-foreseen.js';

interface CheckProps {
  page: ThisPage;
  act: NewEntry;
  record: SubjectHistory;
  foreseen: RecordingPreview;
}

/** What recording this would come to, in short: the preview says all of it. */
export function CheckPiece({ page, act, record, foreseen }: CheckProps) {
  const { subject } = act;
  const words = CHECK_WORDS[page.language];
  const { scheme, path } = subject;
  return (
    <>
      <DuplicatesNote {...{ page, record, path, scheme }} entries={duplicatesOf(act, record)} />
      {scheme ? (
        <div class="note">
          <p>
            <strong>{words.comesTo}</strong>
          </p>
          <StatusChanges page={page} standings={foreseen.standings} scheme={scheme} />
        </div>
      ) : null}
      {foreseen.warnings.come.length > 0 ? (
        <WarningChangesList
          page={page}
          warnings={{ come: foreseen.warnings.come, go: [] }}
          record={record}
          event={act.event}
          path={path}
          scheme={scheme}
        />
      ) : null}
    </>
  );
}

/** What does not do so far. What is not filled in yet is no mistake. */
export function ProblemsPiece({
  page,
  problems,
  labels,
}: {
  page: ThisPage;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
}) {
  const wrong = problems.filter(
    (problem) => problem.code !== 'required' && !('reason' in problem && problem.reason === 'is required'),
  );
  if (wrong.length === 0) return null;
  return (
    <div class="note warn">
      <ul>
        {wrong.map((problem) => (
          <li
            key={problem.field}
          >{`${labels[problem.field] ?? problem.field} ${problemIn(problem, page.language)}`}</li>
        ))}
      </ul>
    </div>
  );
}
