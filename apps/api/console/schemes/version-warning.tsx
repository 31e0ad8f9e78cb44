import { phrases } from '#language/phrases.js';
import type { SchemeWarning } from '#domain/scheme/scheme-view.js';
import { typeset } from '#language/format.js';
import type { ThisPage } from '../frame/page.js';
import { SourceLine } from '../frame/source-line.js';
import { When } from '../frame/when.js';

/** Both sides: the scheme's own word first. */
export function VersionWarning({ page, warning }: { page: ThisPage; warning: SchemeWarning }) {
  const { language } = page;
  const versions = phrases(language).console.schemes.version;
  return (
    <div class="note warn">
      <p>
        <strong>{typeset(versions.differs(warning.referential), language)}</strong>
      </p>
      <ul>
        {warning.sides.map(({ says, source }, index) => (
          <li key={index}>
            <When page={page} date={says} />
            {source ? (
              <>
                {', '}
                <SourceLine source={source} language={language} />
              </>
            ) : null}
            {index === 0 ? <span class="soft"> ({versions.own})</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
