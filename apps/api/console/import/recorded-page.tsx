import type { Schemes } from '#domain/scheme/catalogue.js';
import type { ImportStep } from '#imports/import-csv.js';
import type { ImportResult } from '#imports/pending-imports.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { ChangesTable } from './changes-table.js';
import { JUDGED_WORDS } from './judged-words.js';

const STEPS: readonly ImportStep[] = ['reading', 'deciding', 'recording'];

/** How far a file is that is being recorded; a script puts it in its own place again and again. */
export function Progress({
  page,
  id,
  step,
  seconds,
}: {
  page: ThisPage;
  id: string;
  step: ImportStep;
  seconds: number;
}) {
  const words = JUDGED_WORDS[page.language].running;
  return (
    <div class="note" data-progress={addressOf(page, `/import/${id}/progress`)}>
      <p role="status">
        <label>
          {words.steps[step]} <progress max={STEPS.length} value={STEPS.indexOf(step)} />
        </label>
      </p>
      <p>{`${words.since(seconds)} ${words.text} ${words.stay}`}</p>
    </div>
  );
}

/** Without scripts the page is asked for again by itself. */
export const RunningPage = (props: Parameters<typeof Progress>[0]) => (
  <>
    <Progress {...props} />
    <noscript>
      <meta http-equiv="refresh" content="3" />
    </noscript>
  </>
);

/** What was recorded, and what it has changed. */
export function RecordedPage({ page, schemes, result }: { page: ThisPage; schemes: Schemes; result: ImportResult }) {
  const words = JUDGED_WORDS[page.language].done;
  return (
    <>
      <p class="note good" role="status">
        {words.text(result.recorded, result.replayed)}
      </p>
      {result.about.length === 0 ? null : (
        <p>
          {words.about}{' '}
          {result.about.map(({ id, name }, index) => (
            <>
              {index === 0 ? null : ', '}
              <a href={addressOf(page, `/providers/${id}`)}>{name}</a>
            </>
          ))}
        </p>
      )}
      <ChangesTable {...{ page, schemes, changes: result.changes, touched: result.touched }} isDone />
      <p>
        <a href={addressOf(page, '/', { seen: result.position })}>{words.board}</a> ·{' '}
        <a href={addressOf(page, '/import')}>{words.another}</a>
      </p>
    </>
  );
}
