import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetPortfolioHandler, ListPortfoliosHandler } from './portfolio-queries.js';
import {
  AddServicesHandler,
  CreatePortfolioHandler,
  DeletePortfolioHandler,
  RemoveServiceHandler,
  RenamePortfolioHandler,
} from './portfolios.js';

/** The services that the organisation uses. */
@Module({
  imports: [CqrsModule],
  providers: [
    CreatePortfolioHandler,
    RenamePortfolioHandler,
    DeletePortfolioHandler,
    AddServicesHandler,
    RemoveServiceHandler,
    ListPortfoliosHandler,
    GetPortfolioHandler,
  ],
})
export class PortfoliosModule {}
