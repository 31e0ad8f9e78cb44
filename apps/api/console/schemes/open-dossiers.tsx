import type { StatisticsPage, TimedDossier } from '#projections/scheme-statistics.js';
import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { OpenDossier } from '#domain/statistics/statistics.js';
import { milestoneName } from '#notifications/mail/standing-phrase.js';
import { StatusBadge } from '../frame/badge.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';

interface OpenProps {
  page: ThisPage;
  scheme: Scheme;
  open: StatisticsPage['open'];
}

/** Those that wait for an outcome, and how their wait compares. */
export function OpenDossiers({ page, scheme, open: { items, next } }: OpenProps) {
  const words = phrases(page.language).console.statistics.open;
  return (
    <section>
      <h2>{words.title}</h2>
      {items.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <table class="lines">
          <caption>
            {words.caption}
            {next === null ? null : <> {words.most(items.length)}</>}
          </caption>
          <thead>
            <tr>
              <th scope="col">{words.dossier}</th>
              <th scope="col">{words.stage}</th>
              <th scope="col">{words.since}</th>
              <th scope="col" class="number">
                {words.waiting}
              </th>
              <th scope="col">{words.compared}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <OpenRow key={one.dossier.id} {...{ page, scheme, one }} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function OpenRow({ page, scheme, one }: { page: ThisPage; scheme: Scheme; one: OpenDossier<TimedDossier> }) {
  const { language } = page;
  const words = phrases(language).console.statistics;
  const { dossier, stage, step } = one;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
          {dossier.service === null ? dossier.provider.name : `${dossier.provider.name}, ${dossier.service.name}`}
        </a>{' '}
        <StatusBadge {...{ status: dossier.status, scheme, language }} />
      </th>
      <td data-label={words.open.stage}>
        {stage === null ? <span class="soft">{words.open.noStage}</span> : milestoneName(stage, scheme, language)}
      </td>
      <td data-label={step ? words.open.since : undefined}>{step ? <When page={page} date={step.since} /> : null}</td>
      <td class="number" data-label={step ? words.open.waiting : undefined}>
        {step ? words.days(step.days) : null}
      </td>
      <td data-label={step ? words.open.compared : undefined}>
        {step ? (step.n === 0 ? words.open.noCase : words.open.longer(step.longerThan, step.n)) : null}
      </td>
    </tr>
  );
}
