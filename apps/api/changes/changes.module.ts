import { Module } from '@nestjs/common';
import { ChangesController, ChosenChanges } from './changes.controller.js';
import { EventsStreamController } from './events-stream.controller.js';
import { ChangeStreams, StreamPace } from './change-streams.js';
import { OpenStreams } from './server-sent-events.js';

@Module({
  controllers: [ChangesController, EventsStreamController],
  providers: [ChangeStreams, ChosenChanges, OpenStreams, StreamPace],
})
export class ChangesApi {}
