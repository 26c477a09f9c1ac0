# The service in an image: built with everything, run with only what it needs, as nobody in particular, on a read-only file system.
# docker build -t devauth . ; docker run --read-only -v devauth:/data -p 8080:8080 … devauth
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts ./scripts
COPY api ./api
COPY src ./src
RUN node scripts/build.mjs --force

FROM node:24-bookworm-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && npm sbom --omit=dev --sbom-format=cyclonedx > sbom.json

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="devauth" \
  org.opencontainers.image.description="Device authentication for fleets: a drop-in for Mender's deviceauth" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
  DEVICEAUTH_LISTEN=:8080 \
  DEVICEAUTH_INTERNAL_LISTEN=:8081 \
  DEVICEAUTH_DATA=/data \
  DEVICEAUTH_DRAIN_DELAY=5
WORKDIR /app
COPY --from=dependencies /build/node_modules ./node_modules
COPY --from=dependencies /build/package.json /build/sbom.json ./
COPY --from=build /build/dist ./dist
COPY api ./api
RUN mkdir -m 0700 /data && chown node:node /data \
  && ln -s /app/dist/main.js /usr/local/bin/devauth && chmod 0755 dist/main.js
USER node
VOLUME /data
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8081/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Without the option, V8 keeps 20 MB of pages of the young generation, which this service does not use.
ENTRYPOINT ["node", "--max-semi-space-size=2", "/app/dist/main.js"]
CMD ["serve"]
