// A receiver that answers like Mender's workflow server, and applies reports like Mender's inventory: an update with a revision
// that is not newer is dropped, and "decommissioned" deletes. It can be down, slow, or broken.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WorkflowRequest {
  readonly workflow: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a spec says what it expects
  readonly body: any;
  readonly headers: IncomingMessage['headers'];
  /** The port of the caller, which is another one for each connection. */
  readonly port: number | undefined;
}

/** `held`: accepts the request and does not answer until the mode changes. */
export type Mode = 'well' | 'held' | 'garbage' | 'cut' | 'cut once' | 500 | 503 | 404 | 400 | 302;

export interface InventoryDevice {
  readonly status?: string;
  readonly revision: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface WorkflowServer {
  readonly address: string;
  /** Calls that were taken, in order. */
  readonly taken: readonly WorkflowRequest[];
  /** All calls, with the refused ones. */
  readonly seen: readonly WorkflowRequest[];
  readonly inventory: ReadonlyMap<string, InventoryDevice>;
  /** Sets the mode for all calls, or for those of one workflow. */
  be(mode: Mode, workflow?: string): void;
  /** Closes the port: connections are refused. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

const COMMON = ['request_id', 'tenant_id'];
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  update_device_inventory: [...COMMON, 'device_id', 'scope', 'attributes'],
  update_device_status: [...COMMON, 'device_status', 'devices'],
  provision_device: [...COMMON, 'device_id', 'status', 'device'],
  decommission_device: [...COMMON, 'device_id'],
};

export async function openWorkflowServer(): Promise<WorkflowServer> {
  const seen: WorkflowRequest[] = [];
  const taken: WorkflowRequest[] = [];
  const inventory = new Map<string, InventoryDevice>();
  const modes = new Map<string, Mode>();
  const held = new Set<() => void>();

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const workflow = /^\/api\/v1\/workflow\/(\w+)$/.exec(req.url ?? '')?.[1] ?? '';
    const request = { workflow, body: await jsonOf(req), headers: req.headers, port: req.socket.remotePort };
    seen.push(request);
    const mode = (): Mode => modes.get(workflow) ?? modes.get('*') ?? 'well';
    while (mode() === 'held') await new Promise<void>((resolve) => held.add(resolve));
    const now = mode();
    if (now === 'garbage') return void res.socket?.end('what is this?\r\n\r\n');
    if (now === 'cut once') modes.clear();
    if (now === 'cut' || now === 'cut once') return void res.socket?.destroy();
    if (now !== 'well' && now !== 'held') return refuse(res, now);
    const required = REQUIRED[workflow];
    if (required === undefined) return refuse(res, 404);
    const missing = required.filter((name) => !(name in request.body));
    if (missing.length > 0)
      return void res.writeHead(400).end(`{"error":"Missing input parameters: [${missing.join(' ')}]"}`);
    taken.push(request);
    apply(inventory, request);
    res.writeHead(201, { 'Content-Type': 'application/json' }).end(`{"id":"job-${taken.length}","name":"${workflow}"}`);
  };
  let server: Server | undefined;
  let port = 0;
  const start = async (): Promise<void> => {
    server = createServer((req, res) => void handle(req, res).catch(() => res.destroy())); // the caller went away
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = portOf(server);
  };
  await start();
  return {
    address: `http://127.0.0.1:${port}/`,
    taken,
    seen,
    inventory,
    be: (mode, workflow = '*') => {
      modes.set(workflow, mode);
      for (const resume of held) resume();
      held.clear();
    },
    start,
    stop: async () => {
      for (const resume of held) resume();
      const closed = server === undefined ? undefined : once(server, 'close');
      server?.close();
      server?.closeAllConnections();
      await closed;
      server = undefined;
    },
  };
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (isPort(address)) return address.port;
  throw new TypeError('the server has no port');
};

const isPort = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

/** With NATS down Mender's server writes two JSON texts. */
const refuse = (res: ServerResponse, status: number): void =>
  void res
    .writeHead(status, status === 302 ? { Location: 'http://127.0.0.1:9/' } : {})
    .end(status === 404 ? '{"error":"Workflow not found"}' : '{"error":"nats: down"}{"id":"","name":""}');

async function jsonOf(req: IncomingMessage): Promise<WorkflowRequest['body']> {
  let text = '';
  for await (const part of req) text += String(part);
  return JSON.parse(text);
}

function apply(inventory: Map<string, InventoryDevice>, { workflow, body }: WorkflowRequest): void {
  if (workflow === 'decommission_device') inventory.delete(body.device_id);
  if (workflow === 'update_device_inventory') {
    const known = inventory.get(body.device_id) ?? { revision: 0, attributes: {} };
    const attributes = { ...known.attributes };
    for (const { name, value, scope } of JSON.parse(body.attributes)) attributes[`${scope}/${name}`] = value;
    inventory.set(body.device_id, { ...known, attributes });
  }
  const [devices, status] =
    workflow === 'provision_device' ? [[body.device], body.status] : [body.devices ?? [], body.device_status];
  for (const { id, revision } of devices) {
    if (status === 'decommissioned') inventory.delete(id);
    else if (revision > (inventory.get(id)?.revision ?? 0))
      inventory.set(id, { attributes: inventory.get(id)?.attributes ?? {}, status, revision });
  }
}
