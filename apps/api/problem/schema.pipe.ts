import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import type { Problem } from '#domain/refusal.js';
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
    const inside = (result.issues as z.core.$ZodIssue[]).flatMap((issue) => problemsOf(issue, value));
    const problems = inside.map(({ field, reason }) => ({
      field: [metadata.data, field].filter(Boolean).join('.'),
      reason,
    }));
    const code = metadata.type === 'body' ? 'invalid-body' : 'invalid-request';
    throw new Rejection(code, detailOf(problems), problems.slice(0, MOST_SHOWN));
  }
}

function detailOf(problems: readonly Problem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return first ? `${first.field || 'the body'} ${first.reason}${more}` : 'something does not do';
}

/** Our own messages complete the sentence "the field …"; zod's are put into that form. */
function problemsOf(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const field = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: [field, key].filter(Boolean).join('.'),
        reason: 'is not a known field',
      }));
    case 'invalid_type':
      return [{ field, reason: missing(issue, value) ? 'is required' : `must be ${named(issue.expected)}` }];
    case 'invalid_value':
      return [{ field, reason: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'invalid_union':
      return [{ field, reason: unionReason(issue) }];
    case 'invalid_format':
      return [
        { field, reason: issue.message.startsWith('Invalid') ? `must be a valid ${issue.format}` : issue.message },
      ];
    case 'too_big':
    case 'too_small':
      return [{ field, reason: issue.message.startsWith('Too ') ? bound(issue) : issue.message }];
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return [{ field, reason: issue.message }];
  }
}

/** For a bound that has no message of ours. */
function bound(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const [limit, side] = 'minimum' in issue ? [issue.minimum, 'least'] : [issue.maximum, 'most'];
  if (issue.inclusive === false) return `must be ${side === 'least' ? 'above' : 'below'} ${limit}`;
  const unit = UNITS[issue.origin];
  return unit === undefined ? `must be at ${side} ${limit}` : `must have at ${side} ${limit} ${unit}`;
}

const UNITS: Partial<Record<string, string>> = { string: 'characters', array: 'entries' };

const missing = (issue: z.core.$ZodIssue, value: unknown): boolean =>
  issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value) === undefined;

const named = (expected: string): string =>
  ({
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    object: 'an object',
    array: 'a list',
    boolean: 'true or false',
  })[expected] ?? expected;

const unionReason = (issue: z.core.$ZodIssueInvalidUnion): string =>
  'options' in issue && Array.isArray(issue.options) ? `must be one of ${issue.options.join(', ')}` : issue.message;
