import { urlIn } from '#domain/text/web-address.js';
import type { RecentSource } from '#ledger/get-timeline.js';
import { CHANGE_WORDS } from '#notifications/mail/change-words.js';
import type { Language } from '#language/language.js';
import { quoted } from '#language/format.js';
import type { ThisPage } from '../../frame/page.js';

/** Whom the site of a pasted address was cited as before; nobody where a publisher is typed. */
function proposedSource(form: URLSearchParams, sources: readonly RecentSource[]): RecentSource | undefined {
  const host = hostIn(form.get('source.url') ?? '');
  if (host === undefined || (form.get('source.publisher') ?? '') !== '') return undefined;
  return sources.find(({ source }) => source.url !== undefined && hostIn(source.url) === host);
}

const hostIn = (address: string): string | undefined => urlIn(address)?.host.replace(/^www\./, '') || undefined;

const WORDS: Record<Language, { cited: (host: string) => string; take: (publisher: string) => string }> = {
  fr: {
    cited: (host) => `Une page de ${host} a déjà été citée comme`,
    take: (publisher) => `Reprendre ${quoted(publisher, 'fr')}`,
  },
  en: {
    cited: (host) => `A page of ${host} was cited before as`,
    take: (publisher) => `Take ${quoted(publisher, 'en')}`,
  },
};

/** Offers the publisher that the site of a pasted address had before; nothing is filled in by itself. */
export function PublisherProposal({
  page,
  form,
  sources,
}: {
  page: ThisPage;
  form: URLSearchParams;
  sources: readonly RecentSource[];
}) {
  const found = proposedSource(form, sources);
  if (!found) return null;
  const { kind, publisher } = found.source;
  const { cited, take } = WORDS[page.language];
  return (
    <p class="note">
      {`${cited(hostIn(form.get('source.url') ?? '') ?? '')} ${publisher} (${CHANGE_WORDS[page.language].sourceKind[kind]}). `}
      <button class="second" name="step" value="propose">
        {take(publisher)}
      </button>
    </p>
  );
}

/** The form with what was proposed filled in. */
export function withProposed(form: URLSearchParams, sources: readonly RecentSource[]): URLSearchParams {
  const filled = new URLSearchParams(form);
  const found = proposedSource(form, sources);
  if (!found) return filled;
  filled.set('source.publisher', found.source.publisher);
  if ((form.get('source.kind') ?? '') === '') filled.set('source.kind', found.source.kind);
  return filled;
}
