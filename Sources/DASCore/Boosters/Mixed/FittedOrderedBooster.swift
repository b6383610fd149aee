/// A fitted forest with the ordering of the mixed table that it was grown on.
package struct FittedOrderedBooster: FittedBooster {
  let ordering: ColumnOrdering
  let booster: any FittedBooster

  /// Orders the columns and fits a booster to them.
  static func fit(
    _ booster: some Booster, normals: MatrixView, anomalies: consuming MatrixView,
    _ schema: Schema, seed: UInt64, on execution: Execution
  ) throws -> FittedOrderedBooster {
    let ordering = try ColumnOrdering(
      normals: normals, anomalies: copy anomalies, schema, on: execution)
    let ordered = try ordering.ordered(anomalies, on: execution)
    _ = consume anomalies
    let fitted = try booster.fit(
      normals: ordering.ordered(normals, on: execution).view, anomalies: ordered.view, seed: seed,
      on: execution)
    return FittedOrderedBooster(ordering: ordering, booster: fitted)
  }

  package var name: String { booster.name }
  package var columns: Int { ordering.schema.count }
  package var schema: Schema? { ordering.schema }
  package var outOfBagScores: Buffer<Double>? { booster.outOfBagScores }
  package var outOfBagAUC: Double { booster.outOfBagAUC }
  package var inSampleScoresAreInformative: Bool { booster.inSampleScoresAreInformative }

  /// Rows that are ordered at a time.
  private static let partRows = 64 * MatrixView.blockRows

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    for first in stride(from: 0, to: X.rows, by: Self.partRows) {
      let part = X.rows(first..<min(first + Self.partRows, X.rows))
      try booster.score(
        ordering.ordered(part, on: execution).view, into: scores + first, on: execution)
    }
  }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try booster.trainingScores(
      ordering.ordered(X, on: execution).view, into: scores, on: execution)
  }
}
