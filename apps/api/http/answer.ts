/** What a route answers beside its body. */
export interface AboutAnswer {
  /** The ledger's position that the body reflects: everything up to it is in. */
  position: number;
  /** Of the one thing that is answered: makes an ETag. */
  version?: number;
  /** It was done before; nothing was recorded this time. */
  replayed?: boolean;
  /** Where the new thing is. */
  location?: string;
  /** Where what is answered stands, when it was asked for under another name. */
  contentLocation?: string;
  /** Query parameters of the next page, in place of those of this one. */
  next?: Readonly<Record<string, string>>;
}

/** Returned by the routes of /v1 that answer as of a position of the ledger; `AnswerInterceptor` makes headers of what stands beside the body. */
export class Answer<T> {
  constructor(
    readonly body: T,
    readonly about: AboutAnswer,
  ) {}
}
