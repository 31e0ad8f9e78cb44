import { Module } from '@nestjs/common';
import { ProvidersController } from './providers.controller.js';
import { ProviderPage } from './provider-page.js';

const providers = [ProviderPage];

@Module({ controllers: [ProvidersController], providers, exports: providers })
export class ProvidersApi {}
