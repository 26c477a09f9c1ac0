// The number of accepted devices, and the limit.
import { count } from '../format.ts';
import { summary } from '../poll.ts';
import { t } from '../words/en.ts';

const NEARLY_FULL = 0.8;

export function LimitCard() {
  if (summary.value === undefined) return null;
  const { accepted, limit } = summary.value;
  return (
    <section class="card limit" aria-label={t.limit.title}>
      <p class="limit-head">
        <span>{t.limit.title}</span>
        <span>
          <b>{count(accepted)}</b>
          {limit >= 0 && <span class="quiet"> / {count(limit)}</span>}
        </span>
      </p>
      {limit > 0 && (
        <meter
          min={0}
          max={limit}
          value={Math.min(accepted, limit)}
          class={accepted >= limit ? 'full' : accepted >= limit * NEARLY_FULL ? 'nearly' : ''}
          aria-label={t.limit.meter(accepted, limit)}
        />
      )}
      <p class={accepted >= limit && limit >= 0 ? 'warning' : 'quiet'}>{sayRoom(accepted, limit)}</p>
    </section>
  );
}

function sayRoom(used: number, limit: number): string {
  if (limit < 0) return t.limit.none;
  if (used > limit) return t.limit.over(used - limit);
  return used === limit ? t.limit.full : t.limit.free(limit - used);
}
