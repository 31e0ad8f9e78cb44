import { Module } from '@nestjs/common';
import { GetDossierHandler } from './get-dossier.js';
import { OpenDossierHandler } from './open-dossier.js';
import { RecordDossierEventHandler } from './record-dossier-event.js';
import { RehearseDossierEventHandler } from './rehearse-dossier-event.js';

/** Opening dossiers, recording on them, reading one. Needs the ledger's module. */
@Module({
  providers: [OpenDossierHandler, RecordDossierEventHandler, RehearseDossierEventHandler, GetDossierHandler],
})
export class DossiersModule {}
