const FEW = 1 << 12
const MANY = 1 << 20

/** Remembers a small number for pairs, in a fixed number of places; a later pair may take one over. */
export class PairMemo {
  // Made at the first use, small; large once many were kept: most tables live for a moment.
  #keys = new Float64Array(0)
  #levels = new Uint8Array(0)
  #kept = 0

  /** 0 when the pair is not remembered. */
  get(a: number, b: number): number {
    if (this.#keys.length === 0) return 0
    const slot = slotOf(a, b, this.#keys.length)
    return this.#keys[slot] === pairKey(a, b) ? (this.#levels[slot] ?? 0) : 0
  }

  /** Returns the level. */
  set(a: number, b: number, level: number): number {
    if (this.#keys.length === 0) this.#make(FEW)
    else if (this.#keys.length === FEW && ++this.#kept > FEW) this.#make(MANY)
    const slot = slotOf(a, b, this.#keys.length)
    this.#keys[slot] = pairKey(a, b)
    this.#levels[slot] = level
    return level
  }

  #make(slots: number): void {
    this.#keys = new Float64Array(slots).fill(-1)
    this.#levels = new Uint8Array(slots)
  }
}

function pairKey(a: number, b: number): number {
  return a < b ? a * 4294967296 + b : b * 4294967296 + a
}

function slotOf(a: number, b: number, slots: number): number {
  const mixed = Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & (slots - 1)
}
