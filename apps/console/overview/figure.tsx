/** A number that leads to what it counts. @param name of the list, for screen readers */
export const Figure = ({ href, name, count }: { href: string; name: string; count: number | string }) =>
  count === 0 ? (
    <>0</>
  ) : (
    <a href={href}>
      {count}
      <span class="unseen"> {name}</span>
    </a>
  );
