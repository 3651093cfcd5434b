// Loaded into an instance with --import: its clock jumps by an hour, forth and back, at SIGUSR2.
const RealDate = Date
let ahead = 0
process.on('SIGUSR2', () => {
  ahead = ahead === 0 ? (RealDate.now() % 2 === 0 ? 3_600_000 : -3_600_000) : 0
})
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + ahead)
    else super(...args)
  }
  static now() {
    return RealDate.now() + ahead
  }
}
