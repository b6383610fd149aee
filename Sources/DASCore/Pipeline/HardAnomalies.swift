/// The hard anomalies of a fit: all of them until a booster has taken them, and a sample for the
/// report.
struct HardAnomalies {
  private var rows: MatrixView?
  let count: Int
  /// Copies of some of them, evenly spaced.
  let sample: Matrix

  static let maxSample = BinnedMatrix.maxEvaluated

  init(_ rows: consuming Matrix) throws {
    let view = rows.view
    self.rows = view
    count = view.rows
    sample = try Matrix(
      copying: view.everyRow(step: (view.rows + Self.maxSample - 1) / Self.maxSample))
  }

  /// Takes the rows for a booster to be fitted on; they are not there a second time.
  ///
  /// They may be several times as many as the table's, and a forest has to grow beside them, so
  /// they are released as soon as the booster lets go. Only where it will be cross-fitted do they
  /// stay.
  mutating func takeRows(for booster: any Booster) throws -> MatrixView {
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
      rowStride: rowStride * step, columnStride: columnStride, type: type, owner: owner,
      schema: schema)
  }
}
