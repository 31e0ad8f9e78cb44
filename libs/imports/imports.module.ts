import { Module } from '@nestjs/common';
import { Imports } from './imports.js';
import { NamesOnRecord } from './name-registry.js';
import { Uploads } from './uploads.js';

/** Imports files, at once or in two steps: preview and confirmation. Needs the ledger's module. */
@Module({ providers: [NamesOnRecord, Imports, Uploads], exports: [Imports, Uploads] })
export class ImportsModule {}
