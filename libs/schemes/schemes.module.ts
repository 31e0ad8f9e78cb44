import { Module } from '@nestjs/common';
import { AmendSchemeHandler, PublishSchemeHandler } from './publish-scheme.js';

/** Publishing schemes, and amending what was published. They are read through `SchemeCatalogue`, which the ledger's module gives to everyone. */
@Module({ providers: [PublishSchemeHandler, AmendSchemeHandler] })
export class SchemesModule {}
