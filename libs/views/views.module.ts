import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  ChangeViewHandler,
  DeleteViewHandler,
  GetViewHandler,
  ListViewsHandler,
  SaveViewHandler,
} from './saved-views.js';

/** Lists that people saved under a name. */
@Module({
  imports: [CqrsModule],
  providers: [SaveViewHandler, ListViewsHandler, GetViewHandler, ChangeViewHandler, DeleteViewHandler],
})
export class ViewsModule {}
