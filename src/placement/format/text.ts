// In Node and in every browser; the types of neither are let into this room.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Bytes as text; throws a TypeError when they are no UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return strict.decode(bytes)
}

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}
