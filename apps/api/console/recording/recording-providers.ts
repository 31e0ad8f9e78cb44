import { AmendingRoom } from './amending/amending-room.js';
import { AmendmentIn } from './amending/amendment-in.js';
import { ChoicesOf } from './forms/choices.js';
import { References } from './forms/references.js';
import { ReferencedNames } from './names-in.js';
import { SubjectHistories } from './on-record.js';
import { SimilarProviders } from './opening/similar-providers.js';
import { RecordingPreviews } from './preview/foresight.js';
import { FormFlow } from './proceeding.js';
import { FormReading } from './form-reading.js';
import { Recorder } from './recorder.js';
import { RecordingRoom } from './recording-room.js';
import { Subjects } from './subject.js';

/** What the pages of recording are made with. */
export const recordingProviders = [
  Subjects,
  SubjectHistories,
  ReferencedNames,
  References,
  ChoicesOf,
  FormReading,
  RecordingPreviews,
  Recorder,
  FormFlow,
  RecordingRoom,
  AmendmentIn,
  AmendingRoom,
  SimilarProviders,
];
