import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { statusWord } from '#language/describe-standing.js';

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

const TONES: Record<Status, Tone> = {
  granted: 'good',
  'granted-with-reservations': 'good',
  suspended: 'bad',
  renewing: 'warn',
  expired: 'bad',
  lapsed: 'bad',
  withdrawn: 'bad',
  refused: 'bad',
  abandoned: 'plain',
  'in-progress': 'warn',
  applied: 'warn',
  announced: 'plain',
  unknown: 'plain',
};

interface StandingProps {
  status: Status;
  /** Absent: the source is not shown. */
  confirmed?: boolean;
  scheme: Scheme | undefined;
  language: Language;
}

/** A status in the scheme's terms, with its source label. */
export function StatusBadge({ status, confirmed, scheme, language }: StandingProps) {
  return (
    <>
      <Badge tone={TONES[status]}>{capitalized(statusWord(status, scheme, language))}</Badge>
      {confirmed === undefined || status === 'unknown' ? null : (
        <>
          {' '}
          <span class="soft small">{phrases(language).standing.confirmation(confirmed, 'status')}</span>
        </>
      )}
    </>
  );
}

const GRANT_TONES: Record<GrantState, Tone> = {
  'in-force': 'good',
  suspended: 'bad',
  withdrawn: 'bad',
  expired: 'plain',
  refuted: 'bad',
  'not-yet-valid': 'plain',
};

export const GrantBadge = ({ state, language }: { state: GrantState; language: Language }) => (
  <Badge tone={GRANT_TONES[state]}>{phrases(language).standing.grantStates[state]}</Badge>
);

/** A coloured label. The colour adds no information to the text. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
