import { Module } from '@nestjs/common';
import { GetProviderHandler, ListDependentsHandler } from './get-provider.js';
import { ProviderIds } from './provider-ids.js';
import { RecordProviderEventHandler } from './record-provider-event.js';
import { RehearseProviderEventHandler } from './rehearse-provider-event.js';
import { RegisterProviderHandler } from './register-provider.js';

/** Registering providers, recording on them, reading one. Needs the ledger's module. */
@Module({
  providers: [
    RegisterProviderHandler,
    RecordProviderEventHandler,
    RehearseProviderEventHandler,
    GetProviderHandler,
    ListDependentsHandler,
    ProviderIds,
  ],
  exports: [ProviderIds],
})
export class ProvidersModule {}
