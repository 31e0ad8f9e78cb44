import { addressOf, type ThisPage } from '../frame/page.js';
import { RECORDING_WORDS } from './recording-words.js';
import { typesOf } from './shape-of.js';
import type { Subject } from './subject.js';

/** What may have happened, in plain words. */
export function ChooseType({ page, subject }: { page: ThisPage; subject: Subject }) {
  const words = RECORDING_WORDS[page.language];
  const groups = typesOf(subject.kind, page.language);
  return (
    <>
      <p>
        {words.about} <a href={addressOf(page, subject.path)}>{subject.name}</a>
      </p>
      <p>{words.chooseIntro}</p>
      {groups.map(({ group, types }) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>
            {group === 'grants' && subject.kind === 'provider' ? words.authorizations : words.groups[group]}
          </h2>
          <ul class="recording-choices">
            {types.map(({ type, words: { title, means } }) => (
              <li key={type}>
                <a href={addressOf(page, `${subject.path}/record/${type}`)}>{title}</a>
                <span class="soft small">{means}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
