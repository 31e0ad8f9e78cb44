import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Need, Site } from '../../auth/needs.js';
import { type Failure, problemBody } from '../../problem/problem-of.js';
import { askToSignIn } from '../session/sign-in-page.js';
import { SessionGuard, SignInNeeded } from '../session/gate.js';
import { serveAssets } from './assets.js';
import { isPageAddress, showError, wantsPage } from './error-page.js';

/** Registers the console with the server: how its requests are admitted, and how failures are shown on its pages. */
@Injectable()
export class ConsoleSite implements Site, OnModuleInit {
  constructor(
    private readonly gate: SessionGuard,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorate('site', this as Site);
    serveAssets(fastify);
  }

  async receive(request: FastifyRequest, need: Need | undefined): Promise<void> {
    if (need) await this.gate.receive(request, need);
    else if (isPageAddress(request)) await this.gate.open(request);
  }

  admit(request: FastifyRequest, need: Need): void {
    this.gate.admit(request, need);
  }

  showFailure(failure: Failure, error: unknown, request: FastifyRequest, reply: FastifyReply): boolean {
    if (error instanceof SignInNeeded) {
      askToSignIn(error, request, reply);
      return true;
    }
    if (!request.page || !wantsPage(request)) return false;
    const body = problemBody(failure, request.page.language, request.server.publicUrl);
    showError({ body, headers: failure.headers ?? {} }, request, reply);
    return true;
  }
}
