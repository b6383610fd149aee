/// What a row goes through before a network sees it: each column is scaled and held within ±1e9, and a
/// constant 1 may follow.
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
  /// Inputs of a network.
  var count: Int { columns + (hasIntercept ? 1 : 0) }

  /// Whether rows come out alike.
  func isSame(as other: DRLInput) -> Bool {
    scaling.factor.elements.elementsEqual(other.scaling.factor.elements)
      && scaling.shift.elements.elementsEqual(other.scaling.shift.elements)
      && hasIntercept == other.hasIntercept
  }

  /// Writes a row as input and its filling; `scratch` has room for its columns.
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

  /// All rows of X, or as many as asked for, drawn without replacement.
  func sample(
    of X: MatrixView, atMost most: Int, from stream: inout RandomStream
  ) throws -> FloatMatrix {
    let count = min(X.rows, most)
    let rows = try stream.sample(count, below: X.rows)
    let scratch = try Buffer<Double>(uninitialized: columns)
    let sample = try FloatMatrix(rows: count, columns: self.count)
    for place in 0..<count {
      write(rows.base[place], of: X, to: sample.row(place), through: scratch.base)
    }
    return sample
  }
}
