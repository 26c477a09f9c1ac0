// Types of the part of the OpenTelemetry packages that tracing.ts uses. The packages are optional: the sources compile without
// them.
declare module '@opentelemetry/sdk-trace-node' {
  export const BatchSpanProcessor: new (exporter: object) => object;
  export class NodeTracerProvider {
    constructor(options: { readonly resource: object; readonly spanProcessors: readonly object[] });
    getTracer(name: string): Tracer;
    shutdown(): Promise<void>;
  }
  export interface Tracer {
    startSpan(name: string, options: { readonly kind: number }, context: object): Span;
  }
  export interface Span {
    updateName(name: string): void;
    setAttributes(attributes: Readonly<Record<string, string | number>>): void;
    setStatus(status: { readonly code: number }): void;
    end(): void;
  }
}

declare module '@opentelemetry/core' {
  export class W3CTraceContextPropagator {
    extract(context: object, carrier: object, getter: object): object;
  }
}

declare module '@opentelemetry/resources' {
  export function resourceFromAttributes(attributes: Readonly<Record<string, string>>): object;
}

declare module '@opentelemetry/exporter-trace-otlp-http' {
  export const OTLPTraceExporter: new (options: { readonly url: string; readonly timeoutMillis: number }) => object;
}
