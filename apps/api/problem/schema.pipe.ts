import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import type { Problem } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import { english } from '#language/reason.js';
import { Rejection } from './rejection.js';

const MOST_SHOWN = 100;

/** Validates what a route's decorators name a schema for; every field that does not do is named with what would. */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    const problems = problemsOf(result.issues as z.core.$ZodIssue[], value, metadata.data);
    const code = metadata.type === 'body' ? 'invalid-body' : 'invalid-request';
    throw new Rejection(code, detailOf(problems), problems.slice(0, MOST_SHOWN));
  }
}

function detailOf(problems: readonly Problem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return first ? `${first.field || 'the body'} ${english(first)}${more}` : 'something does not do';
}
