import { Module } from '@nestjs/common';
import { EvidenceController } from './evidence.controller.js';
import { AuditFileController } from './audit-file.controller.js';
import { EvidenceDownloads, EvidenceUploads } from './evidence-bytes.js';
import { AuditReading } from './audit-contents.js';
import { AuditFiles } from './audit-files.js';

const providers = [EvidenceDownloads, EvidenceUploads, AuditReading, AuditFiles];

@Module({ controllers: [EvidenceController, AuditFileController], providers, exports: providers })
export class EvidenceApi {}
