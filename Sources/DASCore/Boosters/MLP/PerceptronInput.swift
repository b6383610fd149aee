/// What a perceptron sees of a row: one number a column, clamped to ±8.
enum PerceptronInput: Sendable {
  /// Columns less their mean over their standard deviation.
  case standard(ColumnScaling)
  case normalScores(NormalScores)

  static let bound = 8.0

  /// Writes a row as padded input; `scratch` has room for its columns.
  func write(
    _ row: Int, of X: MatrixView, to target: UnsafeMutablePointer<Float>,
    through scratch: UnsafeMutablePointer<Double>
  ) {
    switch self {
    case .standard(let scaling):
      scaling.apply(to: X, row..<row + 1, into: scratch)
      for column in 0..<X.columns {
        target[column] = Float(max(-Self.bound, min(scratch[column], Self.bound)))
      }
    case .normalScores(let normalScores):
      X.copyRow(row, into: scratch)
      normalScores.apply(to: scratch, into: target, bound: Self.bound)
    }
    for column in X.columns..<FloatMatrix.padded(X.columns) { target[column] = 0 }
  }
}

/// The inputs of the networks of an ensemble: all alike, or standardised columns and normal scores
/// alternating.
enum PerceptronInputs: String, CaseIterable, Sendable {
  case mixed, standard
  case normalScores = "normal_scores"

  /// How many different inputs there are.
  var kinds: Int { self == .mixed ? 2 : 1 }

  /// Whether network `index` sees normal scores.
  func areNormalScores(ofNetwork index: Int) -> Bool {
    switch self {
    case .mixed: !index.isMultiple(of: 2)
    case .standard: false
    case .normalScores: true
    }
  }
}
