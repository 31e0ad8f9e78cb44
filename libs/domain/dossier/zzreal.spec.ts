import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { it } from '@jest/globals';
import { fedramp } from '../scheme/fedramp.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';
import { standingSpans } from './spans.js';
const dir = '/work/shared/data/registers/';
const day = (t: any) => (typeof t === 'string' && /^\d{4}-\d\d-\d\dT/.test(t) ? t.slice(0, 10) : undefined);
it('real', () => {
  let position = 0;
  const readings: any[] = [];
  const dossiers = new Map<string, any>();
  const snaps: any[] = [];
  const out: string[] = [];
  for (const file of readdirSync(dir).sort()) {
    const doc = JSON.parse(gunzipSync(readFileSync(dir + file)).toString());
    const on = doc.meta.last_change.slice(0, 10);
    const source = { kind: 'catalogue', publisher: 'FedRAMP Marketplace' };
    const recordedAt = new Date(on + 'T12:00:00Z');
    const seen = new Set<string>();
    const snap = new Map<string, any>();
    const observe = (key: string, data: any) => {
      let d = dossiers.get(key);
      if (!d) {
        d = { record: [] };
        dossiers.set(key, d);
        d.record.push({
          id: `${key}-0`,
          position: ++position,
          version: 1,
          recordedAt,
          event: { type: 'DossierOpened', data: { provider: 'p', scheme: 'fedramp', service: 's' } },
        });
      }
      d.last = JSON.stringify(data);
      d.lastData = data;
      d.record.push({
        id: `${key}-${on}`,
        position: ++position,
        version: d.record.length + 1,
        recordedAt,
        event: {
          type: 'RegisterObserved',
          occurred: on,
          source,
          data: { register: 'FedRAMP Marketplace', registerSlug: 'f', entry: key, ...data },
        },
      });
    };
    const figs: any = { changed: 0, added: 0, moved: 0, gone: 0, same: 0 };
    for (const p of doc.data.Products) {
      const key = String(p.id);
      const s = String(p.status).toLowerCase();
      if (seen.has(key)) {
        out.push('dup ' + on + ' ' + key);
        continue;
      }
      const ip = [p.ip_jab_date, p.ip_agency_date, p.ip_pmo_date, p.ip_prog_date, p.ip_prog_date2]
        .map(day)
        .filter(Boolean)
        .sort()
        .at(-1);
      const ready = day(p.ready_date);
      const milestones = [
        ...(ready ? [{ milestone: 'listing', occurred: ready }] : []),
        ...(ip ? [{ milestone: 'assessment', occurred: ip }] : []),
      ];
      const level = String(p.impact_level).toLowerCase();
      let data: any;
      if (s.includes('authorized')) data = { listing: 'granted', validFrom: day(p.auth_date), level, milestones };
      else if (s.includes('in process')) data = { listing: 'in-progress', milestone: 'assessment', level, milestones };
      else if (s.includes('ready')) data = { listing: 'in-progress', milestone: 'listing', level, milestones };
      else {
        figs.ignored = (figs.ignored ?? 0) + 1;
        continue;
      }
      seen.add(key);
      snap.set(key, { s, data, p });
      const d = dossiers.get(key);
      if (!d) figs.added++;
      else if (d.last !== JSON.stringify(data)) {
        figs.changed++;
        if (d.lastData.listing !== data.listing || d.lastData.milestone !== data.milestone) {
          figs.moved++;
        }
      } else figs.same++;
      if (!d || d.last !== JSON.stringify(data)) observe(key, data);
    }
    for (const [key, d] of dossiers)
      if (!seen.has(key) && d.lastData.listing !== 'absent') {
        observe(key, { listing: 'absent' });
        figs.gone++;
      }
    readings.push({
      id: `reading-${on}`,
      register: 'f',
      day: on,
      position: ++position,
      version: readings.length + 1,
      recordedAt,
      source,
      entries: snap.size,
    });
    snaps.push({ on, snap });
    out.push(on + ' ' + JSON.stringify(figs));
  }
  const scheme = { ...fedramp, readings };
  const t0 = performance.now();
  let n = 0;
  for (const { on, snap } of snaps) {
    let ok = 0;
    let st_ok = 0;
    const kinds: Record<string, number> = {};
    for (const [key, { s, data, p }] of snap) {
      const facts = factsOf(dossiers.get(key).record)!;
      const st = standingOn(facts, scheme, on);
      n++;
      const want =
        data.listing === 'granted'
          ? ['granted']
          : data.milestone === 'assessment'
            ? ['in-progress', 'renewing']
            : ['applied'];
      const good = want.includes(st.status) && st.confirmed && st.lastHeard === on && !st.stale;
      if (want.includes(st.status)) st_ok++;
      if (good) ok++;
      else
        out.push(
          `${on} ${key} ${s} -> ${st.status} confirmed ${st.confirmed} heard ${st.lastHeard} stale ${st.stale} ${JSON.stringify(
            dossiers
              .get(key)
              .record.slice(1)
              .map((r: any) => [
                r.event.occurred,
                r.event.data.listing,
                r.event.data.milestone,
                r.event.data.validFrom,
                r.event.data.milestones,
              ]),
          )} grants ${JSON.stringify(st.grants)}`,
        );
      const k = want[0] + '->' + st.status;
      kinds[k] = (kinds[k] ?? 0) + 1;
    }
    out.push(
      `${on}: status ${st_ok} all ${ok} of ${snap.size} ${((100 * ok) / snap.size).toFixed(2)} % ${JSON.stringify(kinds)}`,
    );
  }
  out.push(`per standing ${((performance.now() - t0) / n).toFixed(3)} ms`);
  const warn: Record<string, number> = {};
  const ex: Record<string, string> = {};
  const last = snaps.at(-1);
  for (const [key, d] of dossiers) {
    const st = standingOn(factsOf(d.record)!, scheme, last.on);
    for (const w of st.warnings) {
      warn[w.code] = (warn[w.code] ?? 0) + 1;
      ex[w.code] ??=
        key +
        ' ' +
        JSON.stringify(w).slice(0, 1200) +
        JSON.stringify(
          d.record
            .slice(1)
            .map((r: any) => [
              r.event.occurred,
              r.event.data.listing,
              r.event.data.milestone,
              r.event.data.validFrom,
              r.event.data.milestones,
            ]),
        );
    }
    if (st.grants.length > 1) {
      warn['grants>1'] = (warn['grants>1'] ?? 0) + 1;
      ex['grants>1'] ??=
        key +
        JSON.stringify(st.grants).slice(0, 900) +
        JSON.stringify(
          d.record
            .slice(1)
            .map((r: any) => [
              r.event.occurred,
              r.event.data.listing,
              r.event.data.milestone,
              r.event.data.validFrom,
              r.event.data.milestones,
            ]),
        );
    }
  }
  out.push(JSON.stringify(warn));
  for (const [k, v] of Object.entries(ex)) out.push(k + ': ' + v);
  // days between
  const pat: Record<string, number> = {};
  const pex: Record<string, string> = {};
  let spanCount = 0;
  const t1 = performance.now();
  for (const [key, d] of dossiers) {
    const spans = standingSpans(factsOf(d.record)!, scheme).map(({ from, value }) => [from, value.status]);
    spanCount += spans.length;
    const short: string[] = [];
    for (const [f, s] of spans) if (!short.at(-1)?.endsWith(' ' + s)) short.push(f + ' ' + s);
    const p2 = short.map((x) => x.split(' ')[1]).join('>');
    pat[p2] = (pat[p2] ?? 0) + 1;
    pex[p2] ??=
      key +
      ' ' +
      short.join(' > ') +
      ' | ' +
      JSON.stringify(
        d.record
          .slice(1)
          .map((r: any) => [
            r.event.occurred,
            r.event.data.listing,
            r.event.data.milestone,
            r.event.data.validFrom,
            r.event.data.milestones,
          ]),
      );
  }
  out.push(`spans ${spanCount} in ${(performance.now() - t1).toFixed(0)} ms`);
  for (const [k, v] of Object.entries(pat).sort((a, b) => b[1] - a[1])) out.push(v + ' ' + k + '   e.g. ' + pex[k]);
  writeFileSync('/tmp/w/ra-real.txt', out.join('\n'));
});
