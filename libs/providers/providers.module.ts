import { Module } from '@nestjs/common';
import { GetProviderHandler } from './get-provider.js';
import { LookAlikeNames } from './look-alike-names.js';
import { ProviderIds } from './provider-ids.js';
import {
  PreviewProviderEventHandler,
  RecordProviderEventHandler,
  RegisterProviderHandler,
} from './record-provider-event.js';

/** Registers and reads providers and records events on them. Needs the ledger's module. */
@Module({
  providers: [
    RegisterProviderHandler,
    RecordProviderEventHandler,
    PreviewProviderEventHandler,
    GetProviderHandler,
    ProviderIds,
    LookAlikeNames,
  ],
  exports: [ProviderIds, LookAlikeNames],
})
export class ProvidersModule {}
