/// The input layer of a network: each column scaled and clamped to ±1e9, and optionally a constant
/// 1.
///
/// The bound keeps every sum of a network finite in single precision.
struct DRLInput: Sendable {
  private static let bound = 1e9

  let scaling: ColumnScaling
  let hasIntercept: Bool

  init(scaling: ColumnScaling, hasIntercept: Bool) {
    (self.scaling, self.hasIntercept) = (scaling, hasIntercept)
  }

  var columns: Int { scaling.shift.count }
  /// The inputs of a network.
  var count: Int { columns + (hasIntercept ? 1 : 0) }

  /// Whether both map rows alike.
  func isSame(as other: DRLInput) -> Bool {
    scaling.factor.elements.elementsEqual(other.scaling.factor.elements)
      && scaling.shift.elements.elementsEqual(other.scaling.shift.elements)
      && hasIntercept == other.hasIntercept
  }

  /// Writes a row as padded input; `scratch` has room for its columns.
  func write(
    _ row: Int, of X: MatrixView, to target: UnsafeMutablePointer<Float>,
    through scratch: UnsafeMutablePointer<Double>
  ) {
    scaling.apply(to: X, row..<row + 1, into: scratch)
    for column in 0..<columns {
      target[column] = Float(max(-Self.bound, min(scratch[column], Self.bound)))
    }
    if hasIntercept { target[columns] = 1 }
    for column in count..<FloatMatrix.padded(count) { target[column] = 0 }
  }

  /// All rows of X, or a sample of at most `limit`, drawn without replacement.
  func sample(
    of X: MatrixView, atMost limit: Int, from stream: inout RandomStream
  ) throws -> FloatMatrix {
    let count = min(X.rows, limit)
    let rows = try stream.sample(count, below: X.rows)
    let scratch = try Buffer<Double>(uninitialized: columns)
    let sample = try FloatMatrix(rows: count, columns: self.count)
    for index in 0..<count {
      write(rows.base[index], of: X, to: sample.row(index), through: scratch.base)
    }
    return sample
  }
}
