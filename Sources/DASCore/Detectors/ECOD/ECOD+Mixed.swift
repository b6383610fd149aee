extension ECOD {
  /// Fits to a mixed table: the distributions are those of a table in which a missing cell is
  /// `FittedECOD.missing`, above all numbers.
  func fit(
    _ X: MatrixView, _ schema: Schema, on execution: Execution
  ) throws -> any FittedDetector {
    let table = try Matrix(copying: X.with(nil))
    for index in table.storage.elements.indices where table.storage[index].isNaN {
      table.storage[index] = FittedECOD.missing
    }
    let skewness = try Buffer<Int8>(repeating: 0, count: X.columns)
    let distributions = try EmpiricalDistributions(table.view, on: execution) { column, values in
      var present = X.rows
      while present > 0, values[present - 1] == FittedECOD.missing { present -= 1 }
      skewness.base[column] = Self.skewness(values, present, schema[column].kind)
    }
    return try FittedECOD(distributions: distributions, skewness: skewness, schema: schema)
  }

  /// The skewness of ascending values; of ordinal ones by their ranks, of nominal ones 0.
  private static func skewness(
    _ values: UnsafePointer<Double>, _ present: Int, _ kind: Schema.Kind
  ) -> Int8 {
    switch kind {
    case _ where present == 0: return 0
    case .nominal: return 0
    case .numeric: return skewness(values, count: present)
    case .ordinal:
      guard let ranks = try? Buffer<Double>(repeating: 0, count: present) else { return 0 }
      for row in 1..<max(present, 1) {
        ranks[row] = ranks[row - 1] + (values[row] > values[row - 1] ? 1 : 0)
      }
      return skewness(ranks.base, count: present)
    }
  }
}
