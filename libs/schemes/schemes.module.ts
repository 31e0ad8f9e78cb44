import { Module } from '@nestjs/common';
import { AmendSchemeHandler, PublishSchemeHandler } from './publish-scheme.js';

/** Publishes and amends schemes. `SchemeCatalogue`, provided by the ledger's module, reads them. */
@Module({ providers: [PublishSchemeHandler, AmendSchemeHandler] })
export class SchemesModule {}
