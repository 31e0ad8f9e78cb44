import { Get } from '@nestjs/common';
import { z } from 'zod';
import { ProviderLists, type ListedProvider } from '#projections/list-providers.js';
import { fold } from '#domain/text/text.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext, queryOf } from '../frame/page.js';

const SHOWN = 12;

const Typed = z.object({ text: z.string().max(200).default('') });

/** Names for a provider filter, offered while one types. */
@Pages('suggestions')
export class ProviderSuggestions {
  constructor(private readonly providerLists: ProviderLists) {}

  @Get('providers')
  @ConsoleRoute('public-read')
  async providers(@Page() page: PageContext): Promise<Answer> {
    const { text } = await queryOf(page, Typed);
    if (fold(text) === '') return { fragment: <></> };
    const { items } = await this.providerLists.page({ ...page.at, name: text, limit: SHOWN });
    return { fragment: <>{items.map((item) => optionOf(item, items, text))}</> };
  }
}

/** The slug stands for a name that several have. Browsers offer only what contains the text, so a former name is added. */
function optionOf({ slug, name, aliases }: ListedProvider, all: readonly ListedProvider[], text: string) {
  const isShared = all.some((other) => other.slug !== slug && fold(other.name) === fold(name));
  const has = (one: string): boolean => fold(one).includes(fold(text));
  const alias = has(name) ? undefined : aliases.find(has);
  const label = alias === undefined ? name : `${name} (${alias})`;
  return (
    <option value={isShared ? slug : name} {...(isShared || alias !== undefined ? { label } : {})}>
      {label}
    </option>
  );
}
