import type { VNode } from 'preact';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import type { PortfolioService, PortfolioView } from '../../portfolios/portfolio-view.js';
import type { PageContext } from '../frame/page.js';

export interface PartProps {
  page: PageContext;
  view: PortfolioView;
  schemes: Schemes;
  /** The page of its list, counted from 1. */
  number: number;
}

export const PORTFOLIO_ROWS = 25;

export const rowsOfPage = <T,>(all: readonly T[], number: number): T[] =>
  all.slice((number - 1) * PORTFOLIO_ROWS, number * PORTFOLIO_ROWS);

export const nameOf = ({ own: [first] }: PortfolioService): string | undefined =>
  first && [first.provider.name, first.service].filter(Boolean).join(', ');

const SHOWN = 5;

/** The first items of a list; the others can be opened. */
export function FirstFew({ page, items }: { page: PageContext; items: readonly VNode[] }) {
  const { more } = phrases(page.language).console.frame.sources;
  const others = items.slice(SHOWN);
  return (
    <>
      <ul class="plain-list">{items.slice(0, SHOWN)}</ul>
      {others.length === 0 ? null : (
        <details>
          <summary>{more(others.length)}</summary>
          <ul class="plain-list">{others}</ul>
        </details>
      )}
    </>
  );
}
