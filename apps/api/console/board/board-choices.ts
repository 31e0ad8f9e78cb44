import { Injectable } from '@nestjs/common';
import type { BoardFilter } from '#projections/list-board.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { ProviderIds } from '#providers/provider-ids.js';
import type { BoardChoice } from './board-query.js';

/** From what an address chooses to what the board is narrowed by. */
@Injectable()
export class BoardChoices {
  constructor(private readonly providers: ProviderIds) {}

  /** @throws Refusal unknown-provider, unknown-scheme */
  async filterOf({ provider, status: statuses, ...choice }: BoardChoice, schemes: Schemes): Promise<BoardFilter> {
    if (choice.scheme !== undefined) schemeOf(choice.scheme, schemes);
    const id = provider === undefined ? undefined : await this.providers.of(provider, 'provider');
    return { ...choice, provider: id, statuses };
  }
}
