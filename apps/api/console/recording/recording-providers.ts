import { AmendmentReading } from './amendment.js';
import { FormChoices } from './forms/choices.js';
import { FormReading, References } from './forms/form-reading.js';
import { ReferencedNames, SubjectHistories, Subjects } from './subject.js';
import { SimilarProviders } from './provider-opening.controller.js';
import { RecordingPreviews } from './preview.js';
import { FormFlow } from './form-flow.js';
import { Recorder } from './recorder.js';

export const recordingProviders = [
  Subjects,
  SubjectHistories,
  ReferencedNames,
  References,
  FormChoices,
  FormReading,
  RecordingPreviews,
  Recorder,
  FormFlow,
  AmendmentReading,
  SimilarProviders,
];
