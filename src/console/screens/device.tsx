// The page of one device.
import { useState } from 'preact/hooks';
import { management, read, type Device } from '../api.ts';
import { decideWaiting, type Changed } from '../device-actions.ts';
import { attributesOf } from '../identity.ts';
import { useKeys } from '../keys.ts';
import { useLoad } from '../load.ts';
import { copyText } from '../parts/copy.tsx';
import { shownKey } from '../keys-of.ts';
import { Compare, History, Tokens } from '../parts/device-more.tsx';
import { Ending, Identity, Keys } from '../parts/device-view.tsx';
import { Head } from '../parts/head.tsx';
import { Loading } from '../parts/list-table.tsx';
import { Problem } from '../parts/problem.tsx';
import { Status } from '../parts/text.tsx';
import { Why } from '../parts/why.tsx';
import { prefs } from '../prefs.ts';
import { href } from '../route.ts';
import { offlineSince } from '../session.ts';
import { plainText } from '../text.ts';
import { t } from '../words/en.ts';

export function DevicePage({ id }: { id: string }) {
  const path = { id };
  const [turn, setTurn] = useState(0);
  const { data, refusal, reload } = useLoad(id, (signal) =>
    read(() => management.GET('/devices/{id}', { params: { path }, signal })),
  );
  const changed: Changed = () => {
    reload();
    setTurn((before) => before + 1);
  };
  useKeys(data === undefined || offlineSince.value !== undefined ? {} : keysFor(data, changed));
  if (refusal !== undefined && (data === undefined || refusal.kind === 'missing'))
    return <Gone refusal={refusal} again={reload} />;
  if (data === undefined) {
    return (
      <main id="main">
        <Loading />
      </main>
    );
  }
  const [first] = attributesOf(data.identity_data, prefs.value.first);
  return (
    <main id="main" class="page">
      <Head title={plainText(first?.text || id)} note={plainText(first?.name ?? '')}>
        <Status name={data.decommissioning ? 'decommissioning' : data.status} />
        <span class="spread" />
        <Ending device={data} changed={changed} />
      </Head>
      {refusal && refusal.kind !== 'offline' && <Problem refusal={refusal} again={reload} />}
      <h2 class="unseen">{t.device.panel}</h2>
      <div class="columns">
        <div>
          <Identity device={data} />
          <Why device={data} turn={turn} changed={changed} />
        </div>
        <div class="beside">
          <Keys device={data} changed={changed} />
          <Compare device={data} />
        </div>
        <div>
          <Tokens device={data} turn={turn} changed={changed} />
          <History device={data} turn={turn} />
        </div>
      </div>
    </main>
  );
}

const Gone = ({ refusal, again }: { refusal: Parameters<typeof Problem>[0]['refusal']; again: () => void }) => (
  <main id="main" class="page">
    <Head title={t.device.panel} />
    {refusal.kind === 'missing' ? <p>{t.device.gone}</p> : <Problem refusal={refusal} again={again} />}
    <p>
      <a href={href('devices')}>{t.device.toAll}</a>
    </p>
  </main>
);

const keysFor = (device: Device, changed: Changed) => ({
  a: () => void decideWaiting(device, 'accepted', changed),
  r: () => void decideWaiting(device, 'rejected', changed),
  c: () => void copyText(shownKey(device)?.fingerprint ?? ''),
});
