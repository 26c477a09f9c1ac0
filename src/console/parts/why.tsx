// The diagnosis of a device: one sentence of the service, and the action that would let the device in.
import { management, read, type Device } from '../api.ts';
import { decideKey, type Changed } from '../device-actions.ts';
import type { components } from '../gen/management-v2.gen.d.ts';
import { useLoad } from '../load.ts';
import { summary } from '../poll.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';
import { Problem } from './problem.tsx';
import { Age, Foreign, Print } from './text.tsx';

type Diagnosis = components['schemas']['DeviceDiagnosis'];

export function Why({ device, turn, changed }: { device: Device; turn: number; changed: Changed }) {
  const path = { id: device.id };
  const { data, refusal, reload } = useLoad(`${device.id} ${device.updated_ts} ${turn}`, (signal) =>
    read(() => management.GET('/devices/{id}/diagnosis', { params: { path }, signal })),
  );
  return (
    <section class="why">
      <h3>{data?.verdict === 'in' ? t.device.whyIn : t.device.why}</h3>
      {refusal && refusal.kind !== 'missing' && <Problem refusal={refusal} again={reload} />}
      {data && (
        <>
          <p>
            <Foreign text={data.says} most={600} />
          </p>
          {data.verdict === 'other_key' && <Prints diagnosis={data} />}
          <Next device={device} diagnosis={data} changed={changed} />
        </>
      )}
    </section>
  );
}

/** The keys of its requests, beside each other. */
const Prints = ({ diagnosis: { auth_sets: sets, refused_key: refused } }: { diagnosis: Diagnosis }) => (
  <ul class="prints">
    {sets.map(({ id, fingerprint, status, last_attempt: attempt }) => (
      <li key={id}>
        <Print hex={fingerprint} /> <span class="quiet">{t.statuses[status]}</span>
        {attempt && (
          <span class="quiet">
            {' '}
            {t.device.asked} <Age at={attempt.ts} ago />
          </span>
        )}
      </li>
    ))}
    {refused && (
      <li>
        <Print hex={refused.fingerprint} /> <span class="quiet">{t.device.refusedKey}</span>
      </li>
    )}
  </ul>
);

function Next({ device, diagnosis: { next }, changed }: { device: Device; diagnosis: Diagnosis; changed: Changed }) {
  const waiting = device.auth_sets.filter(({ status }) => status === 'pending' || status === 'rejected');
  const [set, ...others] = waiting;
  if (next === 'free_room' && summary.value?.limit !== 0)
    return <a href={href('devices', { query: { q: 'status:accepted' } })}>{t.refusal.toAccepted}</a>;
  if (next !== 'accept' || set === undefined || others.length > 0 || set.status === 'pending') return null;
  return (
    <button type="button" onClick={() => decideKey(device, set, 'accepted', changed)}>
      {t.device.accept}
    </button>
  );
}
