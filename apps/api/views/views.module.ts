import { Module } from '@nestjs/common';
import { ViewsController } from './views.controller.js';
import { ViewChanges } from './view-changes.js';
import { ViewServices } from './view-services.js';

const providers = [ViewChanges, ViewServices];

@Module({ controllers: [ViewsController], providers, exports: providers })
export class ViewsApi {}
