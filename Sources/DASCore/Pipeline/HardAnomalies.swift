/// The hard anomalies of a fit, for as long as somebody is to learn from them, and what a report needs.
struct HardAnomalies {
  private var rows: MatrixView?
  let count: Int
  /// A copy of some of them, evenly spaced.
  let judged: Matrix

  static let mostJudged = 512

  init(_ rows: consuming Matrix) throws {
    let view = rows.view
    self.rows = view
    count = view.rows
    judged = try Matrix(
      copying: view.everyRow(step: (view.rows + Self.mostJudged - 1) / Self.mostJudged))
  }

  /// The rows for a booster to be fitted on. They are kept only where it needs a cross-fit to have held-out
  /// scores: there may be several times as many as rows in the table, and a forest is to grow beside them.
  mutating func rows(for booster: any Booster) throws -> MatrixView {
    guard let rows else { throw DASError(.internal, "the hard anomalies are gone") }
    if booster.votesOutOfBag { self.rows = nil }
    return rows
  }
}

extension MatrixView {
  /// The first row and every `step`-th after it, without a copy.
  fileprivate func everyRow(step: Int) -> MatrixView {
    MatrixView(
      base: base, rows: (rows + step - 1) / step, columns: columns,
      rowStride: rowStride * step, columnStride: columnStride, type: type, owner: owner)
  }
}
