import { type DynamicModule, Module } from '@nestjs/common';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceOnRecord } from './evidence-on-record.js';
import { EVIDENCE_SETTINGS, type EvidenceSettings } from './evidence-settings.js';

/** Files that prove events. Needs the ledger's module. */
@Module({})
export class EvidenceModule {
  static with(settings: EvidenceSettings): DynamicModule {
    return {
      module: EvidenceModule,
      providers: [{ provide: EVIDENCE_SETTINGS, useValue: settings }, EvidenceFiles, EvidenceOnRecord],
      exports: [EvidenceFiles, EvidenceOnRecord],
    };
  }
}
