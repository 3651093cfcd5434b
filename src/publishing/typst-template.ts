/**
 * How a document looks on paper. It is the same for every text: what a text says comes from
 * /data.json, so that no word of it can be read as Typst code.
 */
export const TYPST_TEMPLATE = `
#let data = json("/data.json")
#set document(title: data.title, date: none)
#set page(paper: "a4", margin: (x: 18mm, y: 20mm), numbering: data.digit)
#set text(
  font: ("Noto Sans", "Noto Naskh Arabic"),
  size: 10pt,
  lang: data.lang,
  dir: if data.rtl { rtl } else { ltr },
)
#set par(leading: 0.7em, spacing: 0.9em)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.8em)

#let run(one) = if "n" in one {
  link(label("note-" + str(one.n)), one.t + if one.label != "" { super(one.label) })
} else { one.t }
#let runs(all) = all.map(run).join()

#let grid-of(block) = {
  std.block(above: 1.2em, below: 0.6em, sticky: true, strong(block.caption))
  table(
    columns: (1.4fr,) + (1fr,) * (block.columns.len() - 1),
    align: (x, y) => if x == 0 { start } else { end },
    stroke: (x, y) => (bottom: 0.5pt + luma(150)),
    inset: (x: 3pt, y: 4pt),
    table.header(..block.columns.map(cell => strong(runs(cell.runs)))),
    ..block.rows.flatten().map(cell => runs(cell.runs)),
  )
}

#heading(level: 1, data.title)
#for block in data.blocks {
  if block.kind == "heading" { heading(level: 2, block.text) }
  if block.kind == "paragraph" { par(runs(block.runs)) }
  if block.kind == "list" { list(..block.items.map(item => runs(item.runs))) }
  if block.kind == "table" { grid-of(block) }
  if block.kind == "chart" {
    std.block(above: 1.4em, below: 0.8em, image(block.file, width: 100%, alt: block.alternative))
    std.block(text(size: 9pt, block.alternative))
    grid-of(block)
  }
  if block.kind == "notes" {
    set text(size: 8.5pt)
    for note in block.notes {
      [#std.block(grid(
        columns: (2em, 1fr),
        note.label, note.text,
      ))#label("note-" + str(note.n))]
    }
  }
}
`
