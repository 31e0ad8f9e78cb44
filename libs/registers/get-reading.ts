import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AttemptSummary, ReadingAttempt } from './attempt.js';

export interface AttemptPage {
  readings: AttemptSummary[];
  /** The `after` of the next page. */
  next: string | null;
}

/** The attempts to read a register, newest first. `after`: the id of an attempt. @throws Refusal unknown-register */
export class ListReadings extends Query<AttemptPage> {
  constructor(
    readonly register: string,
    readonly page: { after?: string | undefined; limit: number },
  ) {
    super();
  }
}

@QueryHandler(ListReadings)
export class ListReadingsHandler implements IQueryHandler<ListReadings> {
  execute(_: ListReadings): Promise<AttemptPage> {
    throw new Error('under construction');
  }
}

/** By the id of the attempt or of its event. @throws Refusal unknown-reading */
export class GetReading extends Query<ReadingAttempt> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetReading)
export class GetReadingHandler implements IQueryHandler<GetReading> {
  execute(_: GetReading): Promise<ReadingAttempt> {
    throw new Error('under construction');
  }
}

export interface ReadingDocument {
  bytes: Buffer;
  mediaType: string;
  sha256: string;
}

/** The document that a reading rests on. @throws Refusal unknown-reading */
export class GetReadingDocument extends Query<ReadingDocument> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetReadingDocument)
export class GetReadingDocumentHandler implements IQueryHandler<GetReadingDocument> {
  execute(_: GetReadingDocument): Promise<ReadingDocument> {
    throw new Error('under construction');
  }
}
