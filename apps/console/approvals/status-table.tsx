import type { StatusChange, StatusFrom } from '#domain/dossier/status-change.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { SubjectsOf } from '../activity/activity.controller.js';
import { MaybeLink, More, StatusMark } from '../frame/display.js';
import type { Page } from '../frame/page.js';
import { Table } from '../frame/table.js';

const SHOWN = 50;

export const abouts = (changes: readonly StatusChange[]): { about: string }[] =>
  changes
    .slice(0, SHOWN)
    .flatMap(({ dossier, before, after }) => [
      `dossier-${dossier}`,
      ...[...before, ...after].map(({ holder }) => `provider-${holder}`),
    ])
    .map((about) => ({ about }));

/** Statuses of dossiers from the first day on which they differ. */
export function statusTable(page: Page, changes: readonly StatusChange[], subjects: SubjectsOf, schemes: Schemes) {
  const { language } = page;
  const { approvals: t, imports } = phrases(language).console;
  const { newProvider, newDossier } = imports.table;
  // What a file would open has no name yet.
  const nameOf = (kind: 'provider' | 'dossier', id: string): ReturnType<SubjectsOf> => {
    const subject = subjects(`${kind}-${id}`);
    return subject.name === id ? { name: capitalized(kind === 'provider' ? newProvider : newDossier) } : subject;
  };
  const detailsOf = ({ holder, service, grants }: StatusFrom): string[] => [
    nameOf('provider', holder).name,
    ...(service ? [[service.name, ...service.kinds].join(', ')] : []),
    ...grants.flatMap(({ decision, level, referential, conditions, reservations, validUntil }) => [
      ...[decision, level, referential].flatMap((one) => one ?? []),
      ...[...conditions, ...reservations.map(({ text }) => text)],
      ...(validUntil === null ? [] : [t.until(writtenDate(validUntil, language))]),
    ]),
  ];
  const shown = changes.slice(0, SHOWN).map(({ dossier, scheme, before, after }) => {
    const { name, href } = nameOf('dossier', dossier);
    const at = before.findIndex((one, index) => JSON.stringify(one) !== JSON.stringify(after[index]));
    const differing = (spans: readonly StatusFrom[]) =>
      spans.slice(at === -1 ? before.length : at).map((span) => (
        <div>
          <StatusMark {...span} scheme={schemes.get(scheme)} language={language} />{' '}
          <span class="soft small">{t.from(writtenDate(span.from, language))}</span>
          <div class="soft small">{detailsOf(span).join(' · ')}</div>
        </div>
      ));
    const [former, rest] = [differing(before), differing(after)];
    return [<MaybeLink href={href}>{name}</MaybeLink>, former.length > 0 ? former : '–', rest.length > 0 ? rest : '–'];
  });
  const { dossier, before, after } = phrases(page.language).console.terms;
  return (
    <>
      <Table label={t.statuses} columns={[dossier, before, after]} rows={shown} empty={t.none} />
      <More page={page} count={changes.length - SHOWN} />
    </>
  );
}
