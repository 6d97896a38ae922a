import { readContainer, unpack } from '../../evidence/container/read-container.js';

/** The texts of an evidence file, and of all payloads in them, by entry. */
function textsOf(file: Buffer): readonly (readonly [string, readonly string[]])[] {
  return readContainer(file).map((entry) => {
    const text = unpack(entry).toString('utf8');
    const payloads = text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
    const decoded = payloads.map((base64) => Buffer.from(base64, 'base64').toString('utf8'));
    return [entry.name, [text, ...decoded]];
  });
}

/** The ways in which a text may stand: as it is, escaped, or in base64 at any of its three places. */
export function formsOf(wanted: string): readonly string[] {
  const forms = [wanted, encodeURIComponent(wanted), JSON.stringify(wanted).slice(1, -1)];
  const encoded = forms.flatMap((form) =>
    ['', 'x', 'xx'].map((before) =>
      // Without what its neighbours change.
      Buffer.from(`${before}${form}`).toString('base64').slice(4, -4),
    ),
  );
  return [...forms, ...encoded.filter((form) => form.length >= 8)];
}

/** The entries of an evidence file that hold a text in any of its forms. */
export function entriesWith(file: Buffer, wanted: string): readonly string[] {
  const forms = formsOf(wanted);
  return textsOf(file).flatMap(([name, texts]) =>
    forms.some((form) => texts.some((text) => text.includes(form))) ? [name] : [],
  );
}
