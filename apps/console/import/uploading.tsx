import { setTimeout as pause } from 'node:timers/promises';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../../api/problem/rejection.js';
import { addressOf, type Page } from '../frame/page.js';

interface UploadingProps {
  page: Page;
  /** Of the upload. */
  path: string;
  label: string;
  progress: { max: number; value: number } | undefined;
  said: readonly string[];
}

/** A file that is being recorded; a script refreshes it. */
export const Uploading = ({ page, path, label, progress, said }: UploadingProps) => (
  <div class="note" data-progress={addressOf(page, `${path}/progress`)}>
    <p role="status">
      <label>
        {label} <progress {...progress} />
      </label>
    </p>
    {said.map((text) => (
      <p>{text}</p>
    ))}
  </div>
);

/** Without scripts, the page reloads itself. */
export const UploadingPage = (props: UploadingProps) => (
  <>
    <Uploading {...props} />
    <noscript>
      <meta http-equiv="refresh" content="3" />
    </noscript>
  </>
);

export const secondsSince = (began: Date, now: Date): number =>
  Math.max(0, Math.round((now.getTime() - began.getTime()) / 1000));

/** Most files are recorded by then, so that the redirect shows the result. */
const WAITS_MS = [30, 50, 100, 200, 400, 800];

export async function untilRecorded(isRunning: () => Promise<boolean>): Promise<void> {
  for (const ms of WAITS_MS) {
    if (!(await isRunning())) return;
    await pause(ms);
  }
}

/** Another key's file is answered like an unknown one. */
export function uploadNotFound(): Rejection {
  const why = reason('uploaded-file-not-found');
  return new Rejection('not-found', why, [{ field: 'file', ...why }]);
}

const LONGEST_NAME = 200;

/** The name that a browser gave, as it is kept; empty if nothing is left of it. */
export const fileName = (name: string): string =>
  name
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
