import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import type { Language } from '#language/language.js';
import { statusWord } from '#notifications/mail/standing-phrase.js';
import { STANDING_WORDS } from '#notifications/mail/standing-words.js';

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
  /** Absent: nothing is said of by whose word. */
  confirmed?: boolean;
  scheme: Scheme | undefined;
  language: Language;
}

/** A status in the words of its scheme, and by whose word it stands. */
export function StatusBadge({ status, confirmed, scheme, language }: StandingProps) {
  const { confirmed: byAuthority, claimed } = STANDING_WORDS[language];
  return (
    <>
      <Badge tone={TONES[status]}>{capitalized(statusWord(status, scheme, language))}</Badge>
      {confirmed === undefined || status === 'unknown' ? null : (
        <>
          {' '}
          <span class="soft small">{confirmed ? byAuthority : claimed}</span>
        </>
      )}
    </>
  );
}

/** A word of state. Its colour says nothing that the word does not. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
