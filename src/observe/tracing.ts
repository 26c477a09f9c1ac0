// Traces, where DEVICEAUTH_TRACES_URL asks for them: one span for each request, under the caller's own trace. The packages are
// optional, and so is loading them; a start with the setting and without them is refused. tokens/verify is not traced: it is the hot path.
import type { IncomingHttpHeaders } from 'node:http';

export interface TracedRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

export interface Tracing {
  /** A span begins; what is returned ends it. */
  begin(request: TracedRequest): (answer: { readonly route: string; readonly status: number }) => void;
  /** What is waiting has been sent, or given up. */
  close(): Promise<void>;
}

/** `''`: none. */
export async function openTracing(url: string): Promise<Tracing | undefined> {
  if (url === '') return undefined;
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
    close: () => provider.shutdown().catch(() => undefined), // a collector that is not there is no fault of the service
  };
}

const SERVER_FAULT = 500;
/** Every repeat included: so long a collector may hold up the end of the process. */
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
