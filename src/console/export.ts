// All devices that match, into a file: page by page by the cursor, so that the service and the page hold little of it.
import { signal } from '@preact/signals';
import { management, nextOf, readAnswer, type Device } from './api.ts';
import { shownKey } from './keys-of.ts';
import { asRefusal } from './load.ts';
import { saveBlob } from './parts/save.ts';
import type { Filter } from './search.ts';
import { csvCell } from './text.ts';
import { toast } from './toasts.ts';
import { t } from './words/en.ts';

export type Form = 'csv' | 'ndjson';

/** How many rows have been read; undefined while nothing is exported. */
export const exported = signal<number | undefined>(undefined);

const PER_PAGE = 500;
let running = new AbortController();

export const stopExport = (): void => running.abort();

export async function exportDevices(filter: Filter, form: Form): Promise<void> {
  running = new AbortController();
  exported.value = 0;
  try {
    const parts = await readAll(filter, form, running.signal);
    const type = form === 'csv' ? 'text/csv' : 'application/x-ndjson';
    saveBlob(`devices.${form}`, new Blob(parts, { type }));
    toast(t.devices.exported(exported.value));
  } catch (error) {
    toast(running.signal.aborted ? t.devices.exportStopped : t.refusal.short(asRefusal(error)), { isBad: true });
  }
  exported.value = undefined;
}

async function readAll(body: Filter, form: Form, stop: AbortSignal): Promise<readonly string[] & BlobPart[]> {
  const parts: string[] = form === 'csv' ? [`${COLUMNS.join(',')}\r\n`] : [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const query = { per_page: PER_PAGE, order: 'created' as const, ...(cursor !== '' && { cursor }) };
    const { data, response } = await readAnswer(() =>
      management.POST('/devices/search', { params: { query }, body, signal: stop }),
    );
    parts.push(data.map(form === 'csv' ? csvRow : (device) => `${JSON.stringify(device)}\n`).join(''));
    exported.value = (exported.value ?? 0) + data.length;
    cursor = nextOf(response);
  }
  return parts;
}

const COLUMNS = ['id', 'status', 'created', 'last_seen', 'fingerprint', 'identity'];

function csvRow(device: Device): string {
  const { id, status, created_ts: created, check_in_time: seen = '', identity_data: identity } = device;
  const cells = [id, status, created, seen, shownKey(device)?.fingerprint ?? '', JSON.stringify(identity)];
  return `${cells.map(csvCell).join(',')}\r\n`;
}
