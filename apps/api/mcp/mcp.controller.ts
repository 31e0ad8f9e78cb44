import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
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
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reason, Refusal } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Look } from '#event-store/ledger-head.js';
import { say } from '#language/phrases.js';
import { RELEASE } from '#settings/in-package.js';
import { RequestLook } from '../auth/caller.js';
import { ListPosition } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { failureOf, problemBody } from '../problem/problem-of.js';
import { statusOf } from '../problem/problem-table.js';
import { Rejection } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { AssistantAnswers } from './answers.js';
import { INSTRUCTIONS, listed, problems, type ToolName, tools } from './tools.js';

/**
 * The Model Context Protocol by Streamable HTTP, without sessions: one message per request, answered in JSON. Keys, scopes and
 * limits are those of REST. There is nothing to listen to, so that GET and DELETE are answered 405.
 */
@ApiExcludeController()
@Controller('mcp')
export class McpController {
  constructor(
    private readonly answers: AssistantAnswers,
    private readonly lists: ListPosition,
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
    const asked = new Request(this.settings.PUBLIC_URL, { method: 'POST', headers: request.headers as HeadersInit });
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
      const asked = input.safeParse(given);
      if (!asked.success) throw new Rejection('invalid-request', undefined, problemsOf(asked.error.issues, given));
      const position = await this.lists.position(look);
      const answer = await (this.answers[name] as AnyAnswer).call(this.answers, asked.data, look);
      return resultOf(quoting.of({ ...answer, position }));
    } catch (error) {
      const failure = failureOf(error);
      if (statusOf[failure.code] >= 500) request.log.error({ err: error }, failure.code);
      const { publicUrl } = request.server;
      const problem = problemBody(failure, 'en', { publicUrl, requestId: request.id });
      const isNamed = error instanceof Refusal && ['dossier', 'provider'].includes(failure.problems?.[0]?.field ?? '');
      const candidates = isNamed ? await this.answers.candidates(given, look) : undefined;
      return { content: resultOf(problems.of({ ...problem, candidates })).content, isError: true };
    }
  }
}

type AnyAnswer = (asked: unknown, look: Look) => Promise<object>;

const isTool = (name: string): name is ToolName => Object.hasOwn(tools, name);

const resultOf = (structuredContent: Record<string, unknown>) => ({
  structuredContent,
  content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }],
});
