import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  AddServicesHandler,
  CreatePortfolioHandler,
  DeletePortfolioHandler,
  GetPortfolioHandler,
  ListPortfoliosHandler,
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
