/** Bytes that are read once, from beginning to end. */
export interface ByteSource {
  /**
   * Fills `into` with the bytes that follow, straight where they belong, and says how many there
   * were: fewer than fit only at the end.
   */
  read(into: Uint8Array): Promise<number>
}

/** A source over chunks as they come from a pipe, a download or a generator. */
export function fromChunks(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): ByteSource {
  const each = iterate(chunks)
  let left: Uint8Array = new Uint8Array(0)
  return {
    async read(into) {
      let at = 0
      while (at < into.length) {
        if (left.length === 0) {
          const next = await each.next()
          if (next.done === true) return at
          left = next.value
        }
        const taken = left.subarray(0, into.length - at)
        into.set(taken, at)
        left = left.subarray(taken.length)
        at += taken.length
      }
      return at
    },
  }
}

async function* iterate(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* chunks
}

/** The same source with bytes in front that were read from it already. */
export function withFront(front: Uint8Array, rest: ByteSource): ByteSource {
  let left = front
  return {
    async read(into) {
      const taken = left.subarray(0, into.length)
      into.set(taken)
      left = left.subarray(taken.length)
      return taken.length === into.length
        ? taken.length
        : taken.length + (await rest.read(into.subarray(taken.length)))
    },
  }
}
