import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { ApiKeysController } from './api-keys.controller.js';
import { AccountChanges } from './account-changes.js';

const providers = [AccountChanges];

@Module({ controllers: [AccountsController, ApiKeysController], providers, exports: providers })
export class AccountsApi {}
