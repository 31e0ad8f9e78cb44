import { phrases } from '#language/phrases.js';
import type { Transfer } from '#providers/held-dossier.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { StatusBadge } from '../frame/badge.js';
import { More } from '../frame/more.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { ReadProvider } from './provider-reading.js';
import { SaidBy } from '../frame/said-by.js';

/** Of each list. */
const MOST = 20;

interface Props {
  page: ThisPage;
  read: ReadProvider;
}

/** Dossiers that went to others or came from them, and those that its own build on or that build on them. */
export function Surroundings({ page, read }: Props) {
  const words = phrases(page.language).console.providers;
  const { dossiers, around, provider } = read;
  const own = new Set(dossiers.map(({ id }) => id));
  const below = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
  const { away, received } = provider.transferred;
  return (
    <>
      <Around {...{ page, read }} name="builds-on" title={words.around.buildsOn} ids={below} />
      <Around
        {...{ page, read }}
        name="dependents"
        title={words.around.dependents}
        ids={new Set(around.filter(({ dependsOn }) => dependsOn.some((id) => own.has(id))).map(({ id }) => id))}
      />
      <Moves {...{ page, read }} name="away" title={words.said.away} moves={away} way={words.to} />
      <Moves {...{ page, read }} name="received" title={words.said.received} moves={received} way={words.from} />
    </>
  );
}

function Around({
  page,
  read: { around, schemes },
  name,
  title,
  ids,
}: Props & { name: string; title: string; ids: ReadonlySet<string> }) {
  const { language } = page;
  const found = around.filter(({ id }) => ids.has(id));
  if (found.length === 0) return null;
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <ul class="spaced">
        {found.slice(0, MOST).map(({ id, provider, service, scheme, status, confirmed }) => (
          <li key={id}>
            <a href={addressOf(page, `/dossiers/${id}`)}>
              {[provider.name, service?.name].filter(Boolean).join(', ')} ({schemeName(scheme, schemes, language)})
            </a>{' '}
            <StatusBadge {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
          </li>
        ))}
      </ul>
      <More page={page} count={found.length - MOST} />
    </section>
  );
}

function Moves({
  page,
  read: { schemes },
  name,
  title,
  moves,
  way,
}: Props & { name: string; title: string; moves: readonly Transfer[]; way: string }) {
  if (moves.length === 0) return null;
  const { nameless } = phrases(page.language).console.providers;
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <ul class="spaced">
        {moves.slice(-MOST).map(({ dossier, provider, occurred, event, source }) => (
          <li key={event}>
            <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
              {dossier.service ?? nameless} ({schemeName(dossier.scheme, schemes, page.language)})
            </a>{' '}
            {way} <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,{' '}
            <When page={page} date={occurred} /> · <SaidBy page={page} source={source} />
          </li>
        ))}
      </ul>
      <More page={page} count={moves.length - MOST} />
    </section>
  );
}
