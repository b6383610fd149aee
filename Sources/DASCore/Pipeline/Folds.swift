/// A division of rows into folds whose sizes differ by at most one.
struct Folds: Sendable {
  let count: Int
  /// The fold of each row.
  private let folds: Buffer<Int32>

  /// A table without the rows of a fold, the rows of the fold, and their indices, ascending.
  struct Split: Sendable {
    let kept: Matrix
    let heldOut: Matrix
    let heldOutRows: Buffer<Int32>
  }

  /// Divides rows at random with a seed, because they may be ordered; else row i into fold i mod
  /// count.
  init(rows: Int, count: Int, seed: UInt64? = nil) throws {
    guard rows >= 2, (2...rows).contains(count) else {
      throw DASError(
        .outOfRange, "folds is \(count); it takes an integer in 2 ... the number of rows, \(rows)")
    }
    self.count = count
    self.folds = try Buffer(uninitialized: rows)
    for row in 0..<rows { folds[row] = Int32(row % count) }
    if let seed {
      var random = RandomStream(seed: seed, purpose: .folds)
      random.shuffle(folds.elements, picks: rows)
    }
  }

  /// Copies the rows of `X` to the two sides of a fold.
  func split(_ X: MatrixView, at fold: Int) throws -> Split {
    let left = (X.rows - fold + count - 1) / count
    let split = Split(
      kept: try Matrix(rows: X.rows - left, columns: X.columns, schema: X.schema),
      heldOut: try Matrix(rows: left, columns: X.columns, schema: X.schema),
      heldOutRows: try Buffer(uninitialized: left))
    var (kept, heldOut) = (0, 0)
    for row in 0..<X.rows {
      if folds[row] == Int32(fold) {
        X.copyRow(row, into: split.heldOut.row(heldOut))
        split.heldOutRows[heldOut] = Int32(row)
        heldOut += 1
      } else {
        X.copyRow(row, into: split.kept.row(kept))
        kept += 1
      }
    }
    return split
  }
}
