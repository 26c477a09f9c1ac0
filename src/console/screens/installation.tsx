// The pages of the installation, only on the internal console: tenants with their limits, signing keys, and the diagnosis of the
// service.
import { useState } from 'preact/hooks';
import { internal, nextOf, read, readAnswer, write } from '../api.ts';
import { count } from '../format.ts';
import type { components } from '../gen/internal-v1.gen.d.ts';
import { useLoad } from '../load.ts';
import { CopyButton } from '../parts/copy.tsx';
import { Guarded } from '../parts/guarded.tsx';
import { Loading } from '../parts/list-table.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { LimitDialog, openLimit } from '../parts/limit-dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { Age, Foreign, Moment } from '../parts/text.tsx';
import { href } from '../route.ts';
import { plainText } from '../text.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';
import { OWN_TENANT } from './tenant-devices.tsx';

const MOST = 100;

export const Tenants = () => (
  <Guarded title={t.installation.tenants}>
    <AllTenants />
    <LimitDialog />
  </Guarded>
);

type Tenant = components['schemas']['Tenant'];

/** Reads that many pages of tenants. */
async function readTenants(pages: number, signal: AbortSignal): Promise<{ tenants: Tenant[]; isMore: boolean }> {
  const tenants: Tenant[] = [];
  let cursor: string | undefined = '';
  for (let page = 0; page < pages && cursor !== undefined; page += 1) {
    const query = { limit: MOST, cursor };
    const { data, response } = await readAnswer(() => internal.GET('/tenants', { params: { query }, signal }));
    tenants.push(...data);
    cursor = nextOf(response);
  }
  return { tenants, isMore: cursor !== undefined };
}

function AllTenants() {
  const [pages, setPages] = useState(1);
  const { data, refusal, reload } = useLoad('tenants', (signal) => readTenants(pages, signal));
  if (refusal) return <Problem refusal={refusal} again={reload} />;
  if (data === undefined) return <Loading />;
  if (data.tenants.length === 0) return <p class="empty">{t.installation.noTenants}</p>;
  const more = (): Promise<void> => {
    setPages(pages + 1);
    reload();
    return Promise.resolve();
  };
  return (
    <>
      <TenantTable tenants={data.tenants} reload={reload} />
      {data.isMore && <MoreButton label={t.list.loadMore(MOST)} load={more} />}
    </>
  );
}

function TenantTable({ tenants, reload }: { tenants: readonly Tenant[]; reload: () => void }) {
  return (
    <table class="rows">
      <caption class="unseen">{t.installation.tenants}</caption>
      <thead>
        <tr>
          <th scope="col">{t.installation.tenant}</th>
          <th scope="col" class="number">
            {t.limit.title}
          </th>
          <th scope="col" class="number">
            {t.installation.limit}
          </th>
          <th scope="col" class="number">
            {t.nav.pending}
          </th>
          <th scope="col" class="act">
            <span class="unseen">{t.installation.setLimit}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tenants.map(({ id, limit, used, pending }) => (
          <tr key={id}>
            <th scope="row" class="wrap">
              <a href={href('tenants', { id: id || OWN_TENANT })}>
                <Foreign text={id || t.nav.ownTenant} />
              </a>
            </th>
            <Number label={t.limit.title} text={count(used)} />
            <Number label={t.installation.limit} text={limit < 0 ? t.limit.none : count(limit)} />
            <Number label={t.nav.pending} text={count(pending)} />
            <td class="act">
              <button
                type="button"
                class="small"
                onClick={() =>
                  openLimit({
                    name: plainText(id || t.nav.ownTenant),
                    limit,
                    save: (value) => setLimit(id, value, reload),
                  })
                }
              >
                {t.installation.setLimit}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In a narrow window each cell has its own label. */
const Number = ({ label, text }: { label: string; text: string }) => (
  <td class="number" data-label={label}>
    {text}
  </td>
);

async function setLimit(tenant: string, limit: number, done: () => void): Promise<void> {
  const path = { tid: tenant || OWN_TENANT };
  await write(() => internal.PUT('/tenant/{tid}/limits/max_devices', { params: { path }, body: { limit } }));
  toast(t.installation.limitSet);
  done();
}

export const SigningKeys = () => (
  <Guarded title={t.installation.keys}>
    <p class="quiet lead">{t.installation.keysLead}</p>
    <p class="command">
      <code>{t.installation.keysCommand}</code>
      <CopyButton text={t.installation.keysCommand} label={t.copy} />
    </p>
    <KeyTable />
  </Guarded>
);

function KeyTable() {
  const { data, refusal, reload } = useLoad('signing-keys', (signal) => read(() => internal.GET('/keys', { signal })));
  if (refusal) return <Problem refusal={refusal} again={reload} />;
  if (data === undefined) return <Loading />;
  return (
    <table class="rows signing-keys">
      <caption class="unseen">{t.installation.keys}</caption>
      <thead>
        <tr>
          <th scope="col">{t.installation.kid}</th>
          <th scope="col">{t.installation.algorithm}</th>
          <th scope="col">{t.list.status}</th>
          <th scope="col">{t.installation.since}</th>
        </tr>
      </thead>
      <tbody>
        {data.map(({ kid, alg, state, since, signs_until: until, verifies_until: last }) => (
          <tr key={kid}>
            <th scope="row" class="wrap">
              <code>{kid}</code>
            </th>
            <td>{alg ?? '–'}</td>
            <td class="wrap">
              <span class={`status ${state === 'active' ? 'good' : state === 'revoked' ? 'bad' : 'plain'}`}>
                {state}
              </span>
              {until !== undefined && last !== undefined && (
                <p class="quiet">
                  {t.installation.signedUntil} <Moment at={until} />. {t.installation.revokeFrom} <Moment at={last} />.
                </p>
              )}
            </td>
            <td data-label={t.installation.since}>
              <Age at={since} ago />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const Doctor = () => (
  <Guarded title={t.installation.doctor}>
    <p class="quiet lead">{t.installation.doctorLead}</p>
    <Findings />
  </Guarded>
);

type Finding = components['schemas']['Diagnosis']['findings'][number];

const isGood = ({ status }: Finding): boolean => status === 'ok';

/** What needs a look comes first. */
const byVerdict = (findings: readonly Finding[]): readonly Finding[] => [
  ...findings.filter((finding) => !isGood(finding)),
  ...findings.filter(isGood),
];

function Summary({ findings }: { findings: readonly Finding[] }) {
  const bad = findings.filter((finding) => !isGood(finding)).length;
  return (
    <p role="status">
      <b class={bad > 0 ? 'bad-text' : 'good-text'}>
        {bad > 0 ? t.installation.bad(bad, findings.length) : t.installation.allGood(findings.length)}
      </b>
    </p>
  );
}

function Findings() {
  const { data, refusal, isLoading, reload } = useLoad('doctor', (signal) =>
    read(() => internal.GET('/diagnosis', { signal })),
  );
  return (
    <>
      {refusal && <Problem refusal={refusal} again={reload} />}
      {data === undefined && refusal === undefined && <Loading />}
      {data && <Summary findings={data.findings} />}
      {data && (
        <table class="rows findings">
          <caption class="unseen">{t.installation.doctor}</caption>
          <thead>
            <tr>
              <th scope="col">{t.installation.check}</th>
              <th scope="col" class="verdict">
                {t.installation.result}
              </th>
              <th scope="col">{t.installation.says}</th>
            </tr>
          </thead>
          <tbody>
            {byVerdict(data.findings).map(({ check, status, says }) => (
              <tr key={check + says}>
                <th scope="row">{check}</th>
                <td class="verdict">
                  <span class={`status ${status === 'ok' ? 'good' : 'bad'}`}>{status}</span>
                </td>
                <td class="wrap">
                  <Foreign text={says} most={600} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {refusal === undefined && (
        <p>
          <button type="button" disabled={isLoading} onClick={reload}>
            {t.bulk.lookAgain}
          </button>
        </p>
      )}
    </>
  );
}
