import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AssertAttachableHandler, AttachEvidenceHandler } from './attach-evidence.js';
import { EvidenceFiles } from './evidence-files.js';
import { GetEvidenceHandler } from './get-evidence.js';
import { EVIDENCE_SETTINGS, type EvidenceSettings } from './evidence-settings.js';

/** Files that prove events. Needs the ledger's module. */
@Module({ imports: [CqrsModule] })
export class EvidenceModule {
  static with(settings: EvidenceSettings): DynamicModule {
    return {
      module: EvidenceModule,
      providers: [
        { provide: EVIDENCE_SETTINGS, useValue: settings },
        EvidenceFiles,
        AssertAttachableHandler,
        AttachEvidenceHandler,
        GetEvidenceHandler,
      ],
      exports: [EvidenceFiles],
    };
  }
}
