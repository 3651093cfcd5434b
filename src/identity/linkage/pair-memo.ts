const SLOTS = 1 << 20

/** Remembers a small number for pairs, in a fixed number of places; a later pair may take one over. */
export class PairMemo {
  // Made at the first use: most books of small tables remember little.
  #keys = new Float64Array(0)
  #levels = new Uint8Array(0)

  /** 0 when the pair is not remembered. */
  get(a: number, b: number): number {
    if (this.#keys.length === 0) return 0
    const slot = slotOf(a, b)
    return this.#keys[slot] === pairKey(a, b) ? (this.#levels[slot] ?? 0) : 0
  }

  /** Returns the level. */
  set(a: number, b: number, level: number): number {
    if (this.#keys.length === 0) {
      this.#keys = new Float64Array(SLOTS).fill(-1)
      this.#levels = new Uint8Array(SLOTS)
    }
    const slot = slotOf(a, b)
    this.#keys[slot] = pairKey(a, b)
    this.#levels[slot] = level
    return level
  }
}

function pairKey(a: number, b: number): number {
  return a < b ? a * 4294967296 + b : b * 4294967296 + a
}

function slotOf(a: number, b: number): number {
  const mixed = Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & (SLOTS - 1)
}
