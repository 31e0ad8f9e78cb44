import { phrases } from '#language/phrases.js';
import { earliest } from '#domain/date/partial-date.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { typeset, writtenDate } from '#language/format.js';
import { StatusBadge } from '../frame/badge.js';
import { Facts } from '../frame/facts.js';
import { addressOf, may, thisPageWith, type ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { ReadDossier } from './dossier-reading.js';
import { formerServices } from './former-services.js';

/** Who, what and where it stands. */
export function DossierHead({ page, read }: { page: ThisPage; read: ReadDossier }) {
  const { language } = page;
  const words = phrases(language).console.dossiers;
  const { view, schemes } = read;
  const { provider, service, status, confirmed, stale, expiring, lastHeard, announced } = view;
  const scheme = schemes.get(view.scheme);
  return (
    <>
      <p class="standing">
        <StatusBadge {...{ status, confirmed, scheme, language }} />
        {may(page, 'record') ? (
          <a class="button no-print" href={addressOf(page, `/dossiers/${view.id}/record`)}>
            {words.record}
          </a>
        ) : null}
      </p>
      <NothingYet page={page} read={read} />
      {stale ? <p class="note warn">{words.stale}</p> : null}
      {expiring ? <p class="note warn">{words.expiring}</p> : null}
      <Facts
        facts={[
          [
            words.provider,
            <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
          ],
          [words.services, service?.name ?? words.nameless],
          [words.kinds, service?.kinds.join(', ')],
          [words.called, formerServices(read).join(', ')],
          [
            words.scheme,
            <a href={addressOf(page, `/schemes/${encodeURIComponent(view.scheme)}`)}>
              {schemeName(view.scheme, schemes, language)}
            </a>,
          ],
          [words.labels, view.labels.length === 0 ? undefined : <Labels page={page} read={read} />],
          [words.announced, announced ? <When page={page} date={announced.occurred} /> : undefined],
          [words.lastHeard, lastHeard === null ? undefined : <When page={page} date={lastHeard} />],
        ]}
      />
    </>
  );
}

/** Each label, and the rule that it rests on that day. */
function Labels({ page, read: { view, schemes } }: { page: ThisPage; read: ReadDossier }) {
  const rules = schemes.get(view.scheme)?.labels ?? [];
  const holding = rules.filter(
    ({ slug, from, until }) =>
      view.labels.includes(slug) && from <= view.asOf && (until === undefined || view.asOf <= until),
  );
  return holding.map(({ slug, name, basis }) => (
    <div key={slug}>
      {capitalized(typeset(name[page.language], page.language))}{' '}
      <span class="soft small" lang="en">
        {basis}
      </span>
    </div>
  ));
}

/** On a day before everything: when it begins, and the way there. */
function NothingYet({ page, read: { view, entries } }: { page: ThisPage; read: ReadDossier }) {
  const words = phrases(page.language).console.dossiers;
  const days = [...entries.values()].flatMap(({ entry }) => {
    const { occurred } = entry.current ?? entry;
    return occurred === null || entry.retracted ? [] : [earliest(occurred)];
  });
  const first = days.sort()[0];
  if (view.status !== 'unknown' || first === undefined || first <= page.at.asOf) return null;
  return (
    <p class="note">
      {words.nothingYet(writtenDate(first, page.language))}{' '}
      <a href={thisPageWith(page, { asOf: first })}>{words.goThere}</a>
    </p>
  );
}
