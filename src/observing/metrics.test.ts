import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('counts and durations are told as Prometheus reads them', () => {
  const metrics = createMetrics()
  metrics.count('onward_http_requests_total', { route: '/api/cases', status: '200' })
  metrics.count('onward_http_requests_total', { route: '/api/cases', status: '200' })
  metrics.time('onward_http_request_seconds', 0.02, { route: '/api/cases' })
  metrics.gauge('onward_process_uptime_seconds', 'Age of the process.', () => 7)
  const text = metrics.text()
  expect(text).toContain('onward_http_requests_total{route="/api/cases",status="200"} 2\n')
  expect(text).toContain('onward_http_request_seconds_bucket{route="/api/cases",le="0.01"} 0\n')
  expect(text).toContain('onward_http_request_seconds_bucket{route="/api/cases",le="0.025"} 1\n')
  expect(text).toContain('onward_http_request_seconds_bucket{route="/api/cases",le="+Inf"} 1\n')
  expect(text).toContain('onward_process_uptime_seconds 7\n')
  // Every line is a comment or a number of a named series.
  const line = /^(#.*|[a-z_0-9]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [\d.e+-]+)$/
  expect(
    text
      .trimEnd()
      .split('\n')
      .filter((one) => !line.test(one)),
  ).toEqual([])
})

test('a label that is no plain word is told as other', () => {
  const metrics = createMetrics()
  metrics.count('onward_http_requests_total', { route: '/persons/Testa Probe"} 1' })
  expect(metrics.text()).toContain('{route="other"} 1')
  expect(metrics.text()).not.toContain('Testa')
})

test('labels without end become one series', () => {
  const metrics = createMetrics()
  for (let n = 0; n < 2_000; n += 1)
    metrics.count('onward_http_requests_total', { route: `/r${n}` })
  expect(metrics.text().split('\n').length).toBeLessThan(600)
  expect(metrics.text()).toContain('{route="other"} 1500')
})
