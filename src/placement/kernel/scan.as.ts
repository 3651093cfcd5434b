// AssemblyScript, compiled by scripts/build-kernel.mjs: the one pass over all scores.
// Plain pointers into linear memory; nothing is allocated here.

/** What an option that is not allowed or does not fit is worth. */
const NEVER: f32 = -1e30

/**
 * For each row of a block of scores (f32, NaN: not allowed; `width` a multiple of 4) keeps the
 * options whose score less its cost is within `reach` of the row's best, the best `most` of them.
 *
 * scores: rows x width. costs: kinds x width. kinds: i32 by row. Out: `localities` i32 and `kept`
 * f32 (the scores), rows x most, best first, -1 where there are fewer; `best` f32 by row (0 where
 * nothing is worth more). `room`: width f32 of scratch, and most f32 + most i32.
 */
export function scan(
  rows: i32,
  width: i32,
  most: i32,
  reach: f32,
  scores: usize,
  costs: usize,
  kinds: usize,
  localities: usize,
  kept: usize,
  best: usize,
  room: usize,
): void {
  const values = room + (<usize>width << 2)
  const at = values + (<usize>most << 2)
  const bytes = <usize>width << 2
  for (let r = 0; r < rows; r++) {
    const row = scores + <usize>r * bytes
    const paid = costs + <usize>load<i32>(kinds + (<usize>r << 2)) * bytes
    let top = f32x4.splat(NEVER)
    for (let o: usize = 0; o < bytes; o += 16) {
      const value = v128.sub<f32>(v128.load(row + o), v128.load(paid + o))
      v128.store(room + o, value)
      // pmax(a, b) is b only where a < b: a NaN in b is passed over.
      top = v128.pmax<f32>(top, value)
    }
    const high = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    )
    store<f32>(best + (<usize>r << 2), high > 0 ? high : 0)
    const out = <usize>(r * most) << 2
    let count = 0
    if (high > NEVER) {
      let edge: f32 = high - reach
      let edges = f32x4.splat(edge)
      for (let o: usize = 0; o < bytes; o += 16) {
        let hits = i32x4.bitmask(f32x4.ge(v128.load(room + o), edges))
        while (hits != 0) {
          const lane = ctz(hits)
          hits &= hits - 1
          const l = <i32>(o >> 2) + lane
          const value = load<f32>(room + (<usize>l << 2))
          if (count == most && !(value > load<f32>(values + (<usize>(most - 1) << 2)))) continue
          let k = count < most ? count : most - 1
          while (k > 0 && load<f32>(values + (<usize>(k - 1) << 2)) < value) {
            store<f32>(values + (<usize>k << 2), load<f32>(values + (<usize>(k - 1) << 2)))
            store<i32>(at + (<usize>k << 2), load<i32>(at + (<usize>(k - 1) << 2)))
            k--
          }
          store<f32>(values + (<usize>k << 2), value)
          store<i32>(at + (<usize>k << 2), l)
          if (count < most) count++
          if (count == most) {
            edge = load<f32>(values + (<usize>(most - 1) << 2))
            edges = f32x4.splat(edge)
          }
        }
      }
    }
    for (let k = 0; k < most; k++) {
      const place = out + (<usize>k << 2)
      if (k < count) {
        const l = load<i32>(at + (<usize>k << 2))
        store<i32>(localities + place, l)
        store<f32>(kept + place, load<f32>(row + (<usize>l << 2)))
      } else store<i32>(localities + place, -1)
    }
  }
}
