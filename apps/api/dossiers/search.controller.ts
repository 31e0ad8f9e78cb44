import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { Name } from '#domain/text/text.js';
import { FoundEntry, FoundScheme, MOST_COUNTED, Search, SEARCH_KINDS } from '#projections/search/search.js';
import type { Look } from '#event-store/ledger-head.js';
import { RequestLook } from '../auth/caller.js';
import { dossierExample, eventExample } from '../ledger/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { seen, wholeNumber } from '../http/query-fields.js';
import { ListPosition, Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';

const SearchQuery = z.strictObject({
  q: Name.describe('Words, in any order. Each is the beginning of a word; case, accents and punctuation are ignored.'),
  kind: z.enum(SEARCH_KINDS).optional().describe('Only results of this kind.'),
  limit: wholeNumber({ minimum: 1, maximum: 100 }).default(10).describe('Maximum number of results of each kind.'),
  asOf: DaySchema.optional().describe('The day of the names and statuses in the results; default: today.'),
  ...seen,
});

const FoundKind = z
  .strictObject({
    kind: z.enum(SEARCH_KINDS),
    total: z.int().describe(`Number of results of the kind; at ${MOST_COUNTED}, there may be more.`),
    items: z.array(z.union([FoundEntry, FoundScheme])).describe('Best first.'),
  })
  .meta({ id: 'FoundKind' });

const { id, scheme, service, status, confirmed, provider } = dossierExample;

const example = {
  kinds: [
    {
      kind: 'decision',
      total: 1,
      items: [
        {
          ...{ kind: 'decision', text: '2279', similar: false, provider },
          dossier: { id, scheme, service, status, confirmed, milestone: 'J3', milestoneConfirmed: true },
          ...{ event: eventExample.id, type: eventExample.type, occurred: eventExample.occurred },
        },
      ],
    },
  ],
};

@ApiTags('search')
@Controller('v1')
export class SearchController {
  constructor(
    private readonly search: Search,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
  ) {}

  @Get('search')
  @Route({
    summary: 'Search providers, services, decisions, schemes, parties, technology and statements',
    description:
      'Finds what the record says now: former names and aliases are found, retracted events are not. The exact number of a decision comes first, then exact names. If nothing matches, names that are written like the query are returned with `similar`.',
    needs: 'public-read',
    etag: 'content',
    answers: z.strictObject({ kinds: z.array(FoundKind) }).meta({ id: 'SearchResults' }),
    example,
    problems: ['ledger-reset', 'not-seen-yet'],
  })
  async searchLedger(@Query({ schema: SearchQuery }) query: z.output<typeof SearchQuery>, @RequestLook() look: Look) {
    const position = await this.lists.position(look, query.seen);
    const { q, kind, limit, asOf = this.viewpoints.today() } = query;
    const results = await this.search.find({ text: q, kind, limit, asOf });
    return new Answer({ kinds: results.map(({ found, ...one }) => ({ ...one, items: found })) }, { position });
  }
}
