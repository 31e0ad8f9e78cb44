import { Module } from '@nestjs/common';
import { Dependencies, GetDossierHandler, GetDossiersHandler } from './get-dossier.js';
import { OpenDossierHandler, PreviewDossierEventHandler, RecordDossierEventHandler } from './record-dossier-event.js';

/** Opens and reads dossiers and records events on them. Needs the ledger's module. */
@Module({
  providers: [
    OpenDossierHandler,
    RecordDossierEventHandler,
    PreviewDossierEventHandler,
    GetDossierHandler,
    GetDossiersHandler,
    Dependencies,
  ],
  exports: [Dependencies],
})
export class DossiersModule {}
