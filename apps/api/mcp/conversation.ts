import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolRequest,
  ErrorCode,
  isInitializeRequest,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { FastifyRequest } from 'fastify';
import { reason, Refusal } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Look } from '#event-store/ledger-head.js';
import { say } from '#language/phrases.js';
import { RELEASE } from '#settings/in-package.js';
import { sealOf, unsealed } from '../http/query-fields.js';
import { lookOf } from '../http/request.js';
import { failureOf, problemBody } from '../problem/problem.filter.js';
import { Rejection, statusOf } from '../problem/rejection.js';
import type { AssistantAnswers } from './answers.js';
import { INSTRUCTIONS, listed, problems, type ToolName, tools } from './tools.js';

/** A server has one for what it asks clients, which Jalon does not. To build one for each message took most of its time. */
const jsonSchemaValidator = new AjvJsonSchemaValidator();

/** What is answered to one message of an assistant. */
export async function answerTo(message: object, request: FastifyRequest, answers: AssistantAnswers): Promise<Response> {
  const { publicUrl } = request.server;
  const server = new McpServer(
    { name: 'jalon', title: 'Jalon', version: RELEASE, websiteUrl: publicUrl },
    { capabilities: { logging: {} }, instructions: INSTRUCTIONS, jsonSchemaValidator },
  );
  server.server.registerCapabilities({ tools: {} }); // given above, they would be said to change
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
  server.server.setRequestHandler(CallToolRequestSchema, ({ params }) => resultOf(params, request, answers));
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  const asked = new Request(publicUrl, { method: 'POST', headers: request.headers as HeadersInit });
  const answer = await transport.handleRequest(asked, { parsedBody: message });
  await server.close();
  // Nothing is kept under the id: it tells a client that expects a session what its first request is called in logs.
  if (isInitializeRequest(message)) answer.headers.set('mcp-session-id', request.id);
  return answer;
}

/** Data as such and as text; a problem as REST names it, with what may be meant. */
async function resultOf(
  { name, arguments: given = {} }: CallToolRequest['params'],
  request: FastifyRequest,
  answers: AssistantAnswers,
) {
  if (!isTool(name))
    throw new McpError(ErrorCode.InvalidParams, say(reason('not-one-of', { values: Object.keys(tools) }), 'en'));
  const look = lookOf(request);
  try {
    const { input, quoting } = tools[name];
    const seal = sealOf(name, Object.entries(given));
    const { cursor } = given;
    const asked = input.safeParse(typeof cursor === 'string' ? { ...given, cursor: unsealed(cursor, seal) } : given);
    if (!asked.success) throw new Rejection('invalid-request', undefined, problemsOf(asked.error.issues, given));
    const position = await answers.lists.position(look);
    const answer = await (answers[name] as AnyAnswer).call(answers, asked.data, look);
    const next = answer.next && { next: seal + answer.next };
    const structuredContent = quoting.of({ ...answer, ...next, position });
    return { structuredContent, content: asText(structuredContent) };
  } catch (error) {
    const failure = failureOf(error);
    if (statusOf[failure.code] >= 500) request.log.error({ err: error }, failure.code);
    const problem = problemBody(failure, 'en', { publicUrl: request.server.publicUrl, requestId: request.id });
    const isNamed = error instanceof Refusal && ['dossier', 'provider'].includes(failure.problems?.[0]?.field ?? '');
    const candidates = isNamed ? await answers.candidates(given, look) : undefined;
    return { content: asText(problems.of({ ...problem, candidates })), isError: true };
  }
}

type AnyAnswer = (asked: unknown, look: Look) => Promise<{ next?: string | null }>;

const isTool = (name: string): name is ToolName => Object.hasOwn(tools, name);

const asText = (data: object) => [{ type: 'text' as const, text: JSON.stringify(data) }];
