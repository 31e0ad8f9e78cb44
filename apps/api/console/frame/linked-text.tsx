import { isWebAddress } from '#domain/text/web-address.js';

const ADDRESS = /(https?:\/\/[^\s<>"«»]+)/;

/** Text in which addresses of the web are links; all else stays as it is. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {text.split(ADDRESS).map((part, index) => {
        if (index % 2 === 0) return part;
        const address = withoutEnd(part);
        return isWebAddress(address) ? (
          <>
            <a href={address} rel="noopener noreferrer">
              {address}
            </a>
            {part.slice(address.length)}
          </>
        ) : (
          part
        );
      })}
    </>
  );
}

/** Without what ends a sentence. In one pass: others may have written thousands of dots. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && ".,;:!?)]}'’".includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
