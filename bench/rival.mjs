// One rival on one problem, in a process of its own so that its memory can be told:
// node bench/rival.mjs highs|cbc PROBLEM.lp SECONDS GAP  ->  one line of JSON.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [name, file, seconds, gap] = process.argv.slice(2)
const from = performance.now()
const found = name === 'cbc' ? cbc() : await highs()
const took = (performance.now() - from) / 1000
const memory = process.resourceUsage().maxRSS / 1024
process.stdout.write(`${JSON.stringify({ ...found, seconds: took, megabytes: memory })}\n`)

async function highs() {
  const { default: load } = await import('highs')
  const solver = await load()
  const model = solver.createModel({ format: 'lp', data: readFileSync(file, 'utf8') })
  model.options.set({
    output_flag: false,
    random_seed: 1,
    time_limit: Number(seconds),
    mip_rel_gap: Number(gap),
  })
  model.run()
  const feasible = Number(model.info.get('primal_solution_status')) === 2
  return {
    // It minimises the negative.
    objective: feasible ? -Number(model.info.get('objective_function_value')) : null,
    bound: -Number(model.info.get('mip_dual_bound')),
  }
}

function cbc() {
  const { stdout } = spawnSync(
    'cbc',
    [file, 'ratio', gap, 'sec', seconds, 'timem', 'elapsed', 'solve'],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  )
  const number = (pattern) => {
    const match = pattern.exec(stdout)
    return match ? Math.abs(Number(match[1])) : null
  }
  const objective = number(/Objective value:\s+(-?[\d.e+]+)/)
  const bound = number(/(?:Upper|Lower) bound:\s+(-?[\d.e+]+)/) ?? objective
  return { objective: /no feasible|Infeasible/.test(stdout) ? null : objective, bound }
}
