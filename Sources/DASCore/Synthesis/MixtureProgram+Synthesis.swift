extension MixtureProgram {
  package var takesSchema: Bool { true }

  /// Makes exactly `count` rows: finite numbers, and what mixed tables hold: categories of the
  /// training rows, and missing cells in columns that have some.
  ///
  /// No row equals a training row, unless discrete features leave hardly any other value. Values
  /// are at most 1e150 in magnitude; where arithmetic overflows, the seed's value is used. The
  /// detector scores `X` at most once, and candidates in large groups, always on the calling
  /// thread.
  ///
  /// - Complexity: O(count x columns), times 4096 where neighbours are asked for. Memory beyond the
  ///   result: a few numbers for each training row, and blocks of constant size.
  package func synthesize(
    _ count: Int, against detector: any RowScorer, from X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Matrix {
    try check()
    guard count >= 0 else {
      throw DASError(.outOfRange, "n_samples is \(count); it takes an integer of at least 0")
    }
    guard X.rows > 0, X.columns > 0 else {
      throw DASError(.invalidData, "a program needs training rows: X has \(X.rows) x \(X.columns)")
    }
    // 0: a host's detector that checks for itself.
    guard detector.columns == X.columns || detector.columns == 0 else {
      throw DASError(
        .shapeMismatch,
        "X has \(X.columns) columns; the detector was fitted on \(detector.columns)")
    }
    let output = try Matrix(rows: count, columns: X.columns, schema: X.schema)
    guard count > 0 else { return output }
    let run = try ProgramExecution(self, count, detector, X, seed: seed, on: execution)
    try run.fill(output)
    return output
  }

  /// What the components and the filter need.
  var requirements: Requirements {
    var requirements = components.reduce(into: Requirements()) { $0.formUnion($1.requirements) }
    guard keep.isActive else { return requirements }
    if keep.scoreBelow != nil { requirements.scores = true }
    if keep.distanceAbove != nil { requirements.neighbors = max(requirements.neighbors, 1) }
    return requirements
  }
}
