import { phrases } from '#language/phrases.js';
import type { AttemptSummary } from '#registers/attempts.js';
import type { RegisterUpload } from '#registers/read-register.js';
import { addressOf, type PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  upload: RegisterUpload;
  seconds: number;
  /** Of a reading of the register that is being recorded: one at a time. */
  progress: AttemptSummary['progress'];
}

/** A reading that is being recorded; a script refreshes it. */
export function UploadProgress({ page, upload: { id, about }, seconds, progress }: Props) {
  const { reading } = phrases(page.language).console.readings;
  return (
    <div class="note" data-progress={addressOf(page, `/registers/${about.register}/read/${id}/progress`)}>
      <p role="status">
        <label>
          {reading.running} <progress {...(progress && { max: progress.events, value: progress.staged })} />
        </label>
      </p>
      {progress ? <p>{reading.runningProgress(progress.staged, progress.events)}</p> : null}
      <p>{reading.runningSince(seconds)}</p>
    </div>
  );
}

/** Without scripts, the page reloads itself. */
export const UploadRunning = (props: Props) => (
  <>
    <UploadProgress {...props} />
    <noscript>
      <meta http-equiv="refresh" content="3" />
    </noscript>
  </>
);
