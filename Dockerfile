# The same image runs api, worker and the command line; which one is the command.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The embedded server is for `npm start` on a bare machine: a container is given a database.
RUN npm run build \
  && npm prune --omit=dev --omit=optional --no-audit --no-fund \
  && npm run --silent sbom > sbom.cdx.json

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Jalon" \
  org.opencontainers.image.description="An event-sourced ledger of cloud certifications" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE /app/THIRD-PARTY.md /app/sbom.cdx.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/apps/console/assets ./apps/console/assets
COPY --from=build /app/samples ./samples
RUN ln -s /app/dist/apps/cli/main.js /usr/local/bin/jalon
# By number, so that Kubernetes can tell that it is not root. It owns no file of the image.
USER 1000:1000
EXPOSE 3000
# A worker has WORKER_PORT.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.WORKER_PORT ?? process.env.PORT).split(':').at(-1) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "dist/apps/api/main.js"]
