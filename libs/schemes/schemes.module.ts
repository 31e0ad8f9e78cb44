import { Module } from '@nestjs/common';
import { PreviewScheme } from './preview-scheme.js';
import { AmendSchemeHandler, PublishSchemeHandler } from './publish-scheme.js';

/** Publishes and amends schemes. `SchemeCatalogue`, provided by the ledger's module, reads them. */
@Module({ providers: [PreviewScheme, PublishSchemeHandler, AmendSchemeHandler] })
export class SchemesModule {}
