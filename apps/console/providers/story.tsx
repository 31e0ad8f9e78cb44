import { capitalized } from '#language/format.js';
import { summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { Badge } from '../frame/badges.js';
import { DateText, MaybeLink, Table, Section } from '../frame/display.js';
import { LabelledSource } from '../frame/sources.js';
import { entryId } from '../frame/timeline-entries.js';
import { addressOf, currentUrlWith, type PageContext } from '../frame/page.js';
import type { ProviderData, StoryPage } from './providers.controller.js';

interface Props {
  page: PageContext;
  data: ProviderData;
  hrefOf: (id: string) => string | undefined;
}

export function StorySection({ page, data, hrefOf }: Props) {
  const words = phrases(page.language).console.providers.story;
  const { storyLeftOut } = data.provider;
  const { shown, number, count } = data.story;
  if (shown.length === 0) return null;
  return (
    <Section id="story" title={words.title}>
      <p class="soft">
        {words.intro} {number === count && storyLeftOut > 0 ? words.leftOut(storyLeftOut) : null}
      </p>
      <Table
        label={words.caption}
        columns={[{ nowrap: words.day }, { name: words.what }, words.about, words.word]}
        rows={shown.map(({ told, event }) => storyLineOf({ page, data, told, event, hrefOf }))}
      />
      <StoryPager page={page} number={number} count={count} />
    </Section>
  );
}

function storyLineOf({ page, data, told, event, hrefOf }: Props & StoryPage['shown'][number]) {
  const { language } = page;
  const words = phrases(language).console.providers.story;
  const { about, occurred, source } = told;
  const path = `/dossiers/${about.id}`;
  const isOfDossier = about.kind === 'dossier';
  const there = `${addressOf(page, path, { event: told.event })}#${entryId(told.event)}`;
  const name =
    about.kind === 'dossier'
      ? [about.service, schemeName(about.scheme, data.schemes, language)].filter(Boolean).join(', ')
      : words.itself;
  const scheme = isOfDossier ? data.schemes.get(about.scheme) : undefined;
  const phrase = capitalized(summaryOf(event ?? told.said, language, scheme));
  return [
    occurred === null ? words.undated : <DateText page={page} date={occurred} />,
    <>
      <MaybeLink href={isOfDossier ? there : hrefOf(told.event)}>{phrase}</MaybeLink>
      {told.title === null ? null : <div class="small told">{told.title}</div>}{' '}
      {told.corrected ? <Badge tone="warn">{words.corrected}</Badge> : null}
    </>,
    <MaybeLink href={isOfDossier ? addressOf(page, path) : undefined}>{name}</MaybeLink>,
    source ? <LabelledSource page={page} source={source} /> : null,
  ];
}

function StoryPager({ page, number, count }: { page: PageContext; number: number; count: number }) {
  const words = phrases(page.language).console.providers.story;
  if (count <= 1) return null;
  const hrefOf = (other: number): string => `${currentUrlWith(page, { story: other === 1 ? undefined : other })}#story`;
  return (
    <nav class="pager" aria-label={words.pages}>
      {number > 1 ? (
        <a rel="prev" href={hrefOf(number - 1)}>
          {words.later}
        </a>
      ) : null}
      <span>{words.page(number, count)}</span>
      {number < count ? (
        <a rel="next" href={hrefOf(number + 1)}>
          {words.earlier}
        </a>
      ) : null}
    </nav>
  );
}
