import { Module } from '@nestjs/common';
import { Dossiers } from './get-dossier.js';
import { LookAlikeNames, Providers } from './get-provider.js';
import { ProviderIds } from './provider-names.js';
import { OpenDossierHandler, PreviewDossierEventHandler, RecordDossierEventHandler } from './record-dossier-event.js';
import {
  PreviewProviderEventHandler,
  RecordProviderEventHandler,
  RegisterProviderHandler,
} from './record-provider-event.js';

/** Registers providers, opens dossiers, reads both and records events on them. Needs the ledger's module. */
@Module({
  providers: [
    RegisterProviderHandler,
    RecordProviderEventHandler,
    PreviewProviderEventHandler,
    Providers,
    ProviderIds,
    LookAlikeNames,
    OpenDossierHandler,
    RecordDossierEventHandler,
    PreviewDossierEventHandler,
    Dossiers,
  ],
  exports: [ProviderIds, LookAlikeNames, Dossiers, Providers],
})
export class DossiersModule {}
