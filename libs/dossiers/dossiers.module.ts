import { Module } from '@nestjs/common';
import { GetDependenciesHandler, GetDossierHandler, GetDossiersHandler } from './get-dossier.js';
import { OpenDossierHandler, PreviewDossierEventHandler, RecordDossierEventHandler } from './record-dossier-event.js';

/** Opens and reads dossiers and records events on them. Needs the ledger's module. */
@Module({
  providers: [
    OpenDossierHandler,
    RecordDossierEventHandler,
    PreviewDossierEventHandler,
    GetDossierHandler,
    GetDossiersHandler,
    GetDependenciesHandler,
  ],
})
export class DossiersModule {}
