import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Source } from '#domain/source/source.js';
import type { Change } from '../message.js';
import { eventPhrase } from './event-phrase.js';
import { colon, type Language } from './language.js';
import type { Letter } from './letter.js';
import { schemeName } from './scheme-name.js';
import { WORDS } from './words.js';
import { writtenDate } from './written-date.js';

/** Something was recorded. @param url where it can be read */
export function changeLetter(
  change: Change,
  { url, schemes }: { url: string; schemes: Schemes },
  language: Language,
): Omit<Letter, 'footer'> {
  const words = WORDS[language];
  const who = whoOf(change, schemes, language);
  const what = eventPhrase(change, language);
  const { title, note, reason } = remarks(change.data);
  const occurred = ('occurred' in change && change.occurred) || null;
  return {
    subject: `${who}${colon(language)}${what}`,
    heading: `${who}${colon(language)}${what}`,
    paragraphs: title === undefined ? [] : [title],
    facts: [
      { label: words.occurred, value: occurred ? writtenDate(occurred, language) : words.undated },
      ...validity(change, language),
      ...sourceFacts(change.source, language),
      ...(reason === undefined ? [] : [{ label: words.reason, value: reason }]),
      ...(note === undefined ? [] : [{ label: words.note, value: note }]),
    ],
    actions: [{ label: words.read, url }],
  };
}

/** Provider, service and scheme, as far as the event has them. */
function whoOf(
  { provider, dossier, scheme }: Pick<Change, 'provider' | 'dossier' | 'scheme'>,
  schemes: Schemes,
  language: Language,
) {
  const names = [provider?.name, dossier?.service].filter((name) => name !== null && name !== undefined);
  if (scheme === null) return names.join(', ');
  const name = schemeName(scheme, schemes, language);
  return names.length === 0 ? name : `${names.join(', ')} (${name})`;
}

/** What any event may hold beside its own fields. */
function remarks(data: Change['data']) {
  return {
    title: 'title' in data ? data.title : undefined,
    note: 'note' in data ? data.note : undefined,
    reason: 'reason' in data ? data.reason : undefined,
  };
}

function validity({ data }: Change, language: Language): Letter['facts'] {
  const words = WORDS[language];
  return [
    ...('decision' in data && data.decision ? [{ label: words.decision, value: data.decision }] : []),
    ...('validUntil' in data && data.validUntil
      ? [{ label: words.validUntil, value: writtenDate(data.validUntil, language) }]
      : []),
  ];
}

function sourceFacts(source: Source | undefined, language: Language): Letter['facts'] {
  if (!source) return [];
  const words = WORDS[language];
  const value = [source.publisher, source.title, words.sourceKind[source.kind]].filter(Boolean).join(', ');
  return [
    { label: words.source, value, ...(source.url && { url: source.url }) },
    ...(source.quote ? [{ label: words.quote, value: source.quote }] : []),
  ];
}
