// All devices that match, into a file. The service writes them as it reads them; the page only counts and keeps what arrives.
import { signal } from '@preact/signals';
import { openStream } from './api.ts';
import { asRefusal } from './load.ts';
import { saveBlob } from './parts/save.ts';
import { Refusal } from './refusal.ts';
import type { Filter } from './search.ts';
import { toast } from './toasts.ts';
import { t } from './words/en.ts';

export type Form = 'csv' | 'ndjson';

/** The number of lines so far; undefined if no export runs. */
export const exported = signal<number | undefined>(undefined);

const TYPES: Readonly<Record<Form, string>> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };
/** So much is kept in memory; the browser may put what came before on its disk. */
const KEPT_BYTES = 8_000_000;
let running = new AbortController();

export const stopExport = (): void => running.abort();

export async function exportDevices(filter: Filter, form: Form): Promise<void> {
  running = new AbortController();
  exported.value = 0;
  try {
    const headers = { Accept: TYPES[form], 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(filter), signal: running.signal };
    const response = await openStream(`/devices/export${form === 'csv' ? '?spreadsheet=true' : ''}`, init);
    saveBlob(`devices.${form}`, await readAll(response, TYPES[form]));
    toast(t.devices.exported(Math.max(0, exported.value - (form === 'csv' ? 1 : 0)))); // the first line names the columns
  } catch (error) {
    toast(sayFailed(error, exported.value), { isBad: true });
  }
  exported.value = undefined;
}

function sayFailed(error: unknown, lines: number): string {
  if (running.signal.aborted) return t.devices.exportStopped;
  return error instanceof Refusal && lines === 0 ? t.refusal.short(asRefusal(error)) : t.devices.exportCut(lines);
}

async function readAll({ body }: Response, type: string): Promise<Blob> {
  let file = new Blob([], { type });
  let fresh: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (value !== undefined) {
      fresh.push(value);
      bytes += value.length;
      exported.value = (exported.value ?? 0) + linesIn(value);
    }
    if (!done && bytes < KEPT_BYTES) continue;
    file = new Blob([file, ...fresh], { type });
    [fresh, bytes] = [[], 0];
    if (done) return file;
  }
}

const LINE_END = 10;
const linesIn = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + (byte === LINE_END ? 1 : 0), 0);
