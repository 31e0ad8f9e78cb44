import { Module } from '@nestjs/common';
import { OperationsController, Readiness } from './operations.controller.js';
import { ProblemPagesController } from '../openapi/problem-pages.controller.js';
import { MetricsListener } from './metrics.js';

@Module({ controllers: [OperationsController, ProblemPagesController], providers: [MetricsListener, Readiness] })
export class OperationsApi {}
