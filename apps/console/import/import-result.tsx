import { phrases } from '#language/phrases.js';
import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { DossierChange } from '#imports/import-preview.js';
import { schemeName } from '#language/describe-standing.js';
import type { ImportResult } from '#imports/imports.js';
import type { UploadStep } from '#imports/uploads.js';
import { StatusBadge } from '../frame/badges.js';
import { Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';

const STEPS: readonly UploadStep[] = ['reading', 'deciding', 'recording'];

/** Progress of an import; a script refreshes it. */
export function Progress({
  page,
  id,
  step,
  seconds,
}: {
  page: PageContext;
  id: string;
  step: UploadStep;
  seconds: number;
}) {
  const t = phrases(page.language).console.imports.running;
  return (
    <div class="note" data-progress={addressOf(page, `/import/${id}/progress`)}>
      <p role="status">
        <label>
          {t.steps[step]} <progress max={STEPS.length} value={STEPS.indexOf(step)} />
        </label>
      </p>
      <p>{`${t.since(seconds)} ${t.text} ${t.stay}`}</p>
    </div>
  );
}

/** Without scripts, the page reloads itself. */
export const RunningPage = (props: Parameters<typeof Progress>[0]) => (
  <>
    <Progress {...props} />
    <noscript>
      <meta http-equiv="refresh" content="3" />
    </noscript>
  </>
);

interface RecordedPageProps {
  page: PageContext;
  schemes: Schemes;
  result: ImportResult;
  /** The position that the board has to reach. */
  seen: string;
}

/** The result of an import. */
export function RecordedPage({ page, schemes, result, seen }: RecordedPageProps) {
  const t = phrases(page.language).console.imports.done;
  return (
    <>
      <p class="note good" role="status">
        {t.text(result.recorded, result.replayed)}
      </p>
      {result.about.length === 0 ? null : (
        <p>
          {t.about}{' '}
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
        <a href={addressOf(page, '/', { seen })}>{t.board}</a> · <a href={addressOf(page, '/import')}>{t.another}</a>
      </p>
    </>
  );
}

const SHOWN = 40;

interface ChangesTableProps {
  page: PageContext;
  schemes: Schemes;
  changes: readonly DossierChange[];
  touched: number;
  /** Recorded: opened dossiers exist and are linked. */
  isDone?: boolean;
}

/** The status of each affected dossier, before and after. */
export function ChangesTable({ page, schemes, changes, touched, isDone = false }: ChangesTableProps) {
  const t = phrases(page.language).console.imports.changes;
  const shown = changes.slice(0, SHOWN);
  return (
    <>
      <h2>{isDone ? t.done : t.heading}</h2>
      {shown.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Table
          caption={t.caption}
          columns={[t.dossier, t.before, t.after, { number: t.facts }]}
          rows={shown.map((change) => changeOf({ page, schemes, change, isDone }))}
        />
      )}
      {touched > shown.length ? <p class="soft">{t.more(touched - shown.length)}</p> : null}
    </>
  );
}

function changeOf({
  page,
  schemes,
  change,
  isDone,
}: Pick<ChangesTableProps, 'page' | 'schemes'> & { change: DossierChange; isDone: boolean }) {
  const { language } = page;
  const t = phrases(language).console.imports.changes;
  const { dossier, opened, before, after, confirmedBefore, confirmedAfter, warnings, events } = change;
  const scheme = schemes.get(dossier.scheme);
  const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(', ');
  const badge = (status: Status, confirmed: boolean) => <StatusBadge {...{ status, confirmed, scheme, language }} />;
  return [
    <>
      {opened && !isDone ? name : <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{name}</a>}{' '}
      <span class="soft small">{schemeName(dossier.scheme, schemes, language)}</span>
    </>,
    before === null ? <span class="soft">{t.opened}</span> : badge(before, confirmedBefore ?? false),
    <>
      {badge(after, confirmedAfter)}
      {warnings.map((code) => (
        <div class="small soft">{phrases(language).warnings[code].title}</div>
      ))}
    </>,
    events,
  ];
}
