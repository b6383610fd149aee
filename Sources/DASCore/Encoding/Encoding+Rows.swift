extension Encoding {
  /// Rows that are encoded at a time: a multiple of a block, so that scores do not depend on it.
  private static let partBlocks = 8

  /// The encoded table.
  package func encode(_ X: MatrixView, on execution: Execution) throws -> MatrixView {
    let encoded = try Matrix(rows: X.rows, columns: width)
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      try encode(X, range, into: encoded.row(range.lowerBound), on: execution)
    }
    return encoded.view.with(units: try units())
  }

  /// Passes the encoded rows of `X` to `body`, some at a time, with the index of the first.
  package func forEachPart(
    of X: MatrixView, on execution: Execution, _ body: (MatrixView, _ first: Int) throws -> Void
  ) throws {
    let size = Self.partBlocks * MatrixView.blockRows
    for first in stride(from: 0, to: X.rows, by: size) {
      let part = X.rows(first..<min(first + size, X.rows))
      let memory = try execution.scratch(part.rows * width)
      try execution.forEach(part.blockCount) { block in
        let range = part.blockRange(block)
        try encode(part, range, into: memory.base + range.lowerBound * width, on: execution)
      }
      let encoded = MatrixView(
        base: memory.base, rows: part.rows, columns: width, rowStride: width, columnStride: 1,
        type: .float64)
      try body(encoded, first)
    }
  }

  /// Writes the rows of `range`, encoded and packed.
  package func encode(
    _ X: MatrixView, _ range: Range<Int>, into target: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    try X.withRowMajor(range, on: execution) { rows, stride in
      for row in 0..<range.count {
        encode(rows + row * stride, into: target + row * width)
      }
    }
  }

  /// Writes one row, encoded.
  func encode(_ row: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) {
    target.update(repeating: 0, count: width)
    var square = 0.0
    for index in 0..<columns.count {
      let column = columns.base[index]
      if column.width == 0 { continue }
      let (own, cell) = (target + Int(column.first), row[index])
      if column.hasIndicator, cell.isNaN { own[Int(column.width)] = column.deviation }
      var isKnown = column.hasIndicator || !cell.isNaN
      switch schema[index].kind {
      case .numeric: own[0] = cell.isNaN ? column.center : cell
      case .ordinal:
        if let code = code(cell, index) {
          own[0] = Double(targets.base[Int(column.codes) + code]) / 2 * column.factor
        } else {
          own[0] = column.center
          isKnown = isKnown && cell.isNaN
        }
      case .nominal:
        if let code = code(cell, index) {
          let category = Int(targets.base[Int(column.codes) + code])
          if category >= 0 { own[category] = column.factor }
          isKnown = category >= 0
        } else if cell.isNaN, column.hasIndicator {
          for category in 0..<Int(column.width) {
            own[category] = frequencies.base[Int(column.first) + category] * column.factor
          }
        } else {
          isKnown = false
        }
      }
      if !isKnown { square += novelty(of: column, index) }
    }
    if hasNovelty { target[width - 1] = square.squareRoot() }
  }

  /// A category's code; nil for a missing cell and for a category outside the schema.
  @inline(__always)
  private func code(_ cell: Double, _ column: Int) -> Int? {
    cell >= 0 && cell < Double(schema[column].categoryCount) ? Int(cell) : nil
  }

  /// What a novel cell adds to the square of the last column.
  private func novelty(of column: Column, _ index: Int) -> Double {
    let size = schema[index].kind == .nominal ? column.factor : column.deviation
    return size * size
  }

  /// The standard deviation that each encoded column counts as having; 0: its own.
  ///
  /// The columns of a category count as parts of a block, and numbers as if none were missing.
  func units() throws -> Buffer<Double> {
    let units = try Buffer<Double>(repeating: deviation, count: width)
    for index in 0..<columns.count where columns[index].width > 0 {
      let column = columns[index]
      if schema[index].isCategorical { continue }
      units[Int(column.first)] = column.hasIndicator ? column.deviation : 0
      if column.hasIndicator { units[Int(column.first) + 1] = column.deviation }
    }
    return units
  }
}
