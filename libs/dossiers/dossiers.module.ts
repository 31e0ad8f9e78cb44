import { Module } from '@nestjs/common';
import { Dependencies, GetDossierHandler, GetDossiersHandler } from './get-dossier.js';
import { GetProviderHandler } from './get-provider.js';
import { LookAlikeNames } from './look-alike-names.js';
import { ProviderIds } from './provider-ids.js';
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
    GetProviderHandler,
    ProviderIds,
    LookAlikeNames,
    OpenDossierHandler,
    RecordDossierEventHandler,
    PreviewDossierEventHandler,
    GetDossierHandler,
    GetDossiersHandler,
    Dependencies,
  ],
  exports: [ProviderIds, LookAlikeNames, Dependencies],
})
export class DossiersModule {}
