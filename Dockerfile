# syntax=docker/dockerfile:1
# The image of proxym from this workspace: docker build -t proxym .
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile \
  && PATH=/src/node_modules/.bin:$PATH node -e "import('./scripts/build.mjs').then(({ build }) => build())" \
  && npx --yes pnpm@12.21.0 --filter proxym --prod deploy /opt/proxym

FROM node:24.21.0-bookworm-slim
# haproxy for `haproxy -c`, socat to ask the HAProxy of another container to reload.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends haproxy socat \
  && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 5678 proxym \
  && useradd --system --uid 5678 --gid proxym --groups haproxy --home-dir /var/lib/proxym --shell /usr/sbin/nologin proxym \
  && install -d -o proxym -g proxym -m 0750 /etc/proxym /run/proxym \
  && install -d -o proxym -g proxym -m 0700 /var/lib/proxym
COPY --from=build /opt/proxym /opt/proxym
RUN ln -s /opt/proxym/dist/bin.js /usr/local/bin/proxym && chmod 0755 /opt/proxym/dist/bin.js
ENV NODE_ENV=production PROXYM_STATE_DIR=/var/lib/proxym
USER proxym
WORKDIR /etc/proxym
VOLUME /var/lib/proxym
# `listen` is a loopback address of the container unless the configuration says otherwise.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5678/livez', { signal: AbortSignal.timeout(2500) }).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["proxym"]
CMD ["run"]
