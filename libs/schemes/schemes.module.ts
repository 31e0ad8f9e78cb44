import { Module } from '@nestjs/common';
import { RehearseScheme } from './rehearse-scheme.js';
import { AmendSchemeHandler, PublishSchemeHandler } from './publish-scheme.js';

/** Publishes and amends schemes. `SchemeCatalogue`, provided by the ledger's module, reads them. */
@Module({ providers: [RehearseScheme, PublishSchemeHandler, AmendSchemeHandler] })
export class SchemesModule {}
