import { Module } from '@nestjs/common';
import { Dossiers, LookAlikeNames, Providers } from './dossiers-and-providers.js';
import { ProviderIds } from './provider-names.js';
import { OpenDossierHandler, DossierEventPreviews, RecordDossierEventHandler } from './record-dossier-event.js';
import { ProviderEventPreviews, RecordProviderEventHandler, RegisterProviderHandler } from './record-provider-event.js';

/** Registers providers, opens dossiers, reads both and records events on them. Needs the ledger's module. */
@Module({
  providers: [
    RegisterProviderHandler,
    RecordProviderEventHandler,
    ProviderEventPreviews,
    Providers,
    ProviderIds,
    LookAlikeNames,
    OpenDossierHandler,
    RecordDossierEventHandler,
    DossierEventPreviews,
    Dossiers,
  ],
  exports: [ProviderIds, LookAlikeNames, Dossiers, Providers, DossierEventPreviews, ProviderEventPreviews],
})
export class DossiersModule {}
