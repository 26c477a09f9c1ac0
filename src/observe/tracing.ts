// Traces with OpenTelemetry, if DEVICEAUTH_TRACES_URL is set: one span for each request, in the trace of its caller. The packages
// are optional and loaded only then; without them the start is refused. tokens/verify is not traced, because it is the hot path.
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config/settings.ts';
import { bySetting } from '../config/wrong-settings.ts';

export interface TracedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

export interface Tracing {
  /** Begins a span. The returned function ends it. */
  begin(request: TracedRequest): (answer: { readonly route: string; readonly status: number }) => void;
  /** Resolves when the waiting spans are sent or dropped. */
  close(): Promise<void>;
}

/** Opens the exporter of the settings; `undefined` without one. */
export const openTracing = ({ tracesUrl }: Config): Promise<Tracing | undefined> =>
  bySetting('TRACES_URL', tracesUrl === '' ? Promise.resolve(undefined) : openTracingTo(tracesUrl));

async function openTracingTo(url: string): Promise<Tracing> {
  const { api, sdk, core, resources, exporter } = await loadPackages();
  const provider = new sdk.NodeTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'devauth' }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url, timeoutMillis: GIVEN_UP_AFTER_MS })),
    ],
  });
  const tracer = provider.getTracer('devauth');
  const propagator = new core.W3CTraceContextPropagator();
  return {
    begin: ({ method, headers, requestId }) => {
      const parent = propagator.extract(api.ROOT_CONTEXT, headers, api.defaultTextMapGetter);
      const span = tracer.startSpan(method, { kind: api.SpanKind.SERVER }, parent);
      return ({ route, status }) => {
        span.updateName(`${method} ${route}`);
        span.setAttributes({
          'http.request.method': method,
          'http.route': route,
          'http.response.status_code': status,
          'devauth.request_id': requestId,
        });
        if (status >= SERVER_FAULT) span.setStatus({ code: api.SpanStatusCode.ERROR });
        span.end();
      };
    },
    close: () => provider.shutdown().catch(() => undefined), // a missing collector must not fail the service
  };
}

const SERVER_FAULT = 500;
/** Bounds all repetitions together, so that a collector cannot delay the end of the process. */
const GIVEN_UP_AFTER_MS = 3000;

const PACKAGES =
  '@opentelemetry/api @opentelemetry/core @opentelemetry/resources @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-http';

async function loadPackages() {
  try {
    const [api, core, resources, sdk, exporter] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
    return { api, core, resources, sdk, exporter };
  } catch {
    throw new Error(`the OpenTelemetry packages are not installed: npm install ${PACKAGES}`);
  }
}
