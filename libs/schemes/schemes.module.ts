import { Module } from '@nestjs/common';
import { PublishSchemeHandler } from './publish-scheme.js';

/** Publishing schemes. They are read through `SchemeCatalogue`, which the ledger's module gives to everyone. */
@Module({ providers: [PublishSchemeHandler] })
export class SchemesModule {}
