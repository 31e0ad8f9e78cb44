import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolRequest,
  type CallToolResult,
  ErrorCode,
  isInitializeRequest,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reason } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Look } from '#event-store/ledger-head.js';
import { say } from '#language/phrases.js';
import { RELEASE } from '#settings/in-package.js';
import { RequestLook } from '../auth/caller.js';
import { Route } from '../openapi/route.js';
import { failureOf, problemBody } from '../problem/problem-of.js';
import { statusOf } from '../problem/problem-table.js';
import { Rejection } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { AssistantAnswers } from './answers.js';
import { candidates, INSTRUCTIONS, listed, type ToolName, tools } from './tools.js';

/**
 * The Model Context Protocol by Streamable HTTP, without sessions: one message per request, answered in JSON. Keys, scopes and
 * limits are those of REST. There is nothing to listen to, so that GET and DELETE are answered 405.
 */
@ApiExcludeController()
@Controller('mcp')
export class McpController {
  constructor(
    private readonly answers: AssistantAnswers,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({ summary: 'Answer an assistant', needs: 'public-read', position: false })
  async answer(
    @Body({ schema: z.looseObject({}) }) message: object,
    @RequestLook() look: Look,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.#assertOrigin(request.headers.origin);
    const server = new McpServer(
      { name: 'jalon', title: 'Jalon', version: RELEASE, websiteUrl: this.settings.PUBLIC_URL },
      { capabilities: { tools: { listChanged: false }, logging: {} }, instructions: INSTRUCTIONS },
    );
    server.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
    server.server.setRequestHandler(CallToolRequestSchema, ({ params }) => this.#called(params, look, request));
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    const asked = new Request(this.settings.PUBLIC_URL, { method: 'POST', headers: headersOf(request) });
    const answer = await transport.handleRequest(asked, { parsedBody: message });
    const body = await answer.text();
    await server.close();
    // Nothing is kept under the id: it tells a client that expects a session what its first request is called in logs.
    if (isInitializeRequest(message)) void reply.header('Mcp-Session-Id', request.id);
    void reply.status(answer.status).header('Cache-Control', 'no-store').type('application/json; charset=utf-8');
    void reply.send(body === '' ? undefined : body);
  }

  /**
   * Against DNS rebinding: browsers name the site whose page sends a request.
   *
   * @throws Rejection forbidden
   */
  #assertOrigin(origin: string | undefined): void {
    const { PUBLIC_URL, CORS_ORIGINS } = this.settings;
    const allowed = [new URL(PUBLIC_URL).origin, ...CORS_ORIGINS];
    if (origin === undefined || allowed.includes(origin) || allowed.includes('*')) return;
    throw new Rejection('forbidden', reason('origin-not-allowed', { origin }));
  }

  /** Data as such and as text; a problem as REST names it, with what may be meant. */
  async #called({ name, arguments: given = {} }: CallToolRequest['params'], look: Look, request: FastifyRequest) {
    if (!isTool(name))
      throw new McpError(ErrorCode.InvalidParams, say(reason('not-one-of', { values: Object.keys(tools) }), 'en'));
    try {
      const { input, quoting } = tools[name];
      const parsed = input.safeParse(given);
      if (!parsed.success) throw new Rejection('invalid-request', undefined, problemsOf(parsed.error.issues, given));
      const answer = this.answers[name] as (asked: unknown, look: Look) => Promise<object>;
      return resultOf(quoting.of(await answer.call(this.answers, parsed.data, look)));
    } catch (error) {
      return this.#failed(error, given, look, request);
    }
  }

  async #failed(error: unknown, given: object, look: Look, request: FastifyRequest): Promise<CallToolResult> {
    const failure = failureOf(error);
    if (statusOf[failure.code] >= 500) request.log.error({ err: error }, failure.code);
    const { publicUrl } = request.server;
    const problem = problemBody(failure, 'en', { publicUrl, requestId: request.id });
    const isNamed = failure.problems?.some(
      ({ field, code }) => ['dossier', 'provider'].includes(field) && code !== 'required',
    );
    const meant = isNamed && candidates.of({ candidates: await this.answers.candidates(given, look) });
    const { content } = resultOf({ ...problem, ...meant });
    return { content, isError: true };
  }
}

const isTool = (name: string): name is ToolName => Object.hasOwn(tools, name);

const resultOf = (structuredContent: Record<string, unknown>) => ({
  structuredContent,
  content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }],
});

/** Those that the protocol reads. */
const headersOf = ({ headers }: FastifyRequest) =>
  Object.fromEntries(
    ['accept', 'content-type', 'mcp-protocol-version'].flatMap((name) =>
      typeof headers[name] === 'string' ? [[name, headers[name]]] : [],
    ),
  );
