import { Get } from '@nestjs/common';
import { Refusal } from '#domain/refusal.js';
import { LONGEST_NAME } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../http/reading.js';
import { ProviderPage } from '../../providers/provider-page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext } from '../frame/page.js';
import { type Compared, CompareView, MOST_COMPARED } from './compare-view.js';

/** Providers side by side, at one point in time. */
@Pages('compare')
export class ComparePages {
  constructor(
    private readonly ids: ProviderIds,
    private readonly providers: ProviderPage,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async compare(@Page() page: PageContext): Promise<Answer> {
    const names = new Set(page.query.getAll('provider').map((name) => name.trim().slice(0, LONGEST_NAME)));
    const asked = [...names].filter((name) => name !== '').slice(0, MOST_COMPARED);
    const { asOf, knownAt } = page.at;
    const at = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const compared: Compared[] = [];
    for (const name of asked) compared.push(await this.#compared(name, at));
    return {
      title: phrases(page.language).console.compare.title,
      menuEntry: 'providers',
      status: compared.some(({ problem }) => problem) ? 404 : 200,
      children: (
        <CompareView {...{ page, compared: withoutRepeats(compared), schemes: await this.schemes.at(at.upTo) }} />
      ),
    };
  }

  async #compared(asked: string, at: Awaited<ReturnType<Viewpoints['of']>>): Promise<Compared> {
    try {
      const { id, slug } = await this.ids.find(asked, 'provider');
      return { asked: slug, found: await this.providers.around(id, at) };
    } catch (error) {
      const [problem] = error instanceof Refusal ? error.problems : [];
      if (!problem) throw error;
      return { asked, problem };
    }
  }
}

/** A provider may be asked for under two of its names. */
const withoutRepeats = (compared: readonly Compared[]): Compared[] =>
  compared.filter((one, place) => compared.findIndex(({ asked }) => asked === one.asked) === place);
