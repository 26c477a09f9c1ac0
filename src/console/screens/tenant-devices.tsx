// The devices of any tenant, only on the internal console. It has no decisions: they are made in the tenant.
import { useEffect, useState } from 'preact/hooks';
import { internal, nextOf, read, readAnswer } from '../api.ts';
import type { components } from '../gen/internal-v1.gen.d.ts';
import { attributesOf } from '../identity.ts';
import { asRefusal, useLoad } from '../load.ts';
import { Chips, KeyCell } from '../parts/device-cells.tsx';
import { Guarded } from '../parts/guarded.tsx';
import { Loading } from '../parts/list-table.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Problem } from '../parts/problem.tsx';
import { Age, Foreign, Status } from '../parts/text.tsx';
import { prefs } from '../prefs.ts';
import type { Refusal } from '../refusal.ts';
import { href, route, setQuery } from '../route.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';

type Device = components['schemas']['Device'];
type Status = Device['status'];

const PER_PAGE = 100;
const STATUSES: readonly Status[] = ['pending', 'accepted', 'rejected', 'preauthorized', 'noauth'];

/** The path segment of the installation's own tenant. */
export const OWN_TENANT = 'default';

export function TenantDevices({ tenant }: { tenant: string }) {
  const name = tenant === OWN_TENANT ? t.nav.ownTenant : plainText(tenant);
  const status = STATUSES.find((one) => one === route.value.query['status']);
  return (
    <Guarded title={t.installation.devicesOf(name)}>
      <p class="quiet lead">
        {t.installation.readOnly} <a href={href('tenants')}>{t.installation.toTenants}</a>
      </p>
      <Filters status={status} />
      <List key={`${tenant} ${status ?? ''}`} tenant={tenant} status={status} />
    </Guarded>
  );
}

const Filters = ({ status }: { status: Status | undefined }) => (
  <div class="filters in-page" role="group" aria-label={t.devices.filters}>
    <button type="button" aria-pressed={status === undefined} onClick={() => setQuery({})}>
      {t.devices.all}
    </button>
    {STATUSES.map((one) => (
      <button type="button" key={one} aria-pressed={status === one} onClick={() => setQuery({ status: one })}>
        {t.statuses[one]}
      </button>
    ))}
  </div>
);

function List({ tenant, status }: { tenant: string; status: Status | undefined }) {
  const path = { tid: tenant };
  const [devices, setDevices] = useState<readonly Device[]>();
  const [next, setNext] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const total = useLoad(`${tenant} ${status ?? ''}`, (signal) =>
    read(() =>
      internal.GET('/tenants/{tid}/devices/count', { params: { path, query: { ...(status && { status }) } }, signal }),
    ),
  );
  const load = async (cursor = ''): Promise<void> => {
    try {
      const query = { per_page: PER_PAGE, cursor, ...(status && { status: [status] }) };
      const { data, response } = await readAnswer(() =>
        internal.GET('/tenants/{tid}/devices', { params: { path, query } }),
      );
      setDevices((before = []) => (cursor === '' ? data : [...before, ...data]));
      setNext(nextOf(response));
      setRefusal(undefined);
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  useEffect(() => void load(), []);
  if (devices === undefined) return refusal ? <Problem refusal={refusal} again={() => void load()} /> : <Loading />;
  if (devices.length === 0) return <p class="empty">{t.installation.noDevices}</p>;
  return (
    <>
      <p class="quiet">{t.installation.shown(devices.length, total.data?.count ?? devices.length)}</p>
      <Table devices={devices} />
      {refusal && <Problem refusal={refusal} again={() => void load(next)} />}
      {next !== undefined && <MoreButton label={t.list.loadMore(PER_PAGE)} load={() => load(next)} />}
    </>
  );
}

const Table = ({ devices }: { devices: readonly Device[] }) => (
  <table class="devices with-status read-only">
    <caption class="unseen">{t.nav.devices}</caption>
    <thead>
      <tr>
        <th scope="col">{t.list.device}</th>
        <th scope="col" class="state">
          {t.list.status}
        </th>
        <th scope="col" class="key">
          {t.list.key}
        </th>
        <th scope="col" class="waiting">
          {t.list.first}
        </th>
        <th scope="col" class="seen">
          {t.list.seen}
        </th>
      </tr>
    </thead>
    <tbody>
      {devices.map((device) => (
        <Row key={device.id} device={device} />
      ))}
    </tbody>
  </table>
);

function Row({ device }: { device: Device }) {
  const [first, ...others] = attributesOf(device.identity_data, prefs.value.first);
  return (
    <tr>
      <th scope="row" class="who">
        <span class="name">
          <Foreign text={first?.text || device.id} most={60} />
        </span>
        <Chips attributes={others} />
      </th>
      <td class="state">
        <Status name={device.decommissioning ? 'decommissioning' : device.status} />
      </td>
      <td class="key">
        <KeyCell device={device} />
      </td>
      <td class="waiting">
        <Age at={device.created_ts} />
      </td>
      <td class="seen">
        <Age at={device.check_in_time} />
      </td>
    </tr>
  );
}
