// The queue: waiting devices, and the decision about one or many.
import { CopyButton } from '../parts/copy.tsx';
import { Head } from '../parts/head.tsx';
import { ListScreen } from '../parts/list-screen.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { pending } from '../list.ts';
import { summary } from '../poll.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';

export function Pending() {
  const { pending: waiting = 0, pending_more: isMore = false } = summary.value ?? {};
  const all = summary.value && t.pending.waiting(t.more(waiting, isMore));
  const size = pending.found.value;
  const note = pending.isSearch.value ? size && t.devices.matching(t.more(size.count, size.more)) : all;
  return (
    <ListScreen
      list={pending}
      caption={t.pending.caption}
      head={
        <Head
          title={t.pending.title}
          note={note}
          tab={summary.value && `${t.more(waiting, isMore)} ${t.statuses.pending}`}
        >
          <SearchBox list={pending} />
        </Head>
      }
      empty={<Nobody />}
    >
      {isMore && <p class="banner">{t.pending.full}</p>}
    </ListScreen>
  );
}

const Nobody = () => (
  <>
    <h2>{t.pending.empty}</h2>
    <p>{t.pending.emptyHint}</p>
    <p class="command">
      <code>{t.pending.demo}</code>
      <CopyButton text={t.pending.demo} label={t.copy} />
    </p>
    <p>
      <a href={href('preauthorize')}>{t.pending.preauthorize}</a>
    </p>
  </>
);
