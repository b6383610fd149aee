/// An unfitted one-class model f: its checked settings.
package protocol Detector: Stage {
  /// Fits the detector to normal rows.
  ///
  /// `X` has at least one row and one column, and its cells are what its schema allows; without one
  /// they are finite. The boundary has checked it.
  /// The same seed gives the same bits for any number of threads.
  func fit(_ X: MatrixView, seed: UInt64, on execution: Execution) throws -> any FittedDetector

  /// Whether `fit` takes tables with a schema: categories and missing cells.
  var takesSchema: Bool { get }

  /// Whether it may be fitted to the encoded table instead. The host's own code is not.
  var takesEncoding: Bool { get }
}

extension Detector {
  package var takesSchema: Bool { false }
  package var takesEncoding: Bool { true }

  /// Fits to any table, or refuses it: the one way in.
  package func fit(
    any X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    try checkTakes(X)
    guard let schema = X.schema, !takesSchema else {
      return try fit(X, seed: seed, on: execution)
    }
    return try EncodedDetector(detector: self).fit(X, schema, seed: seed, on: execution)
  }

  func checkTakes(_ X: MatrixView) throws {
    if let schema = X.schema, !takesSchema, !takesEncoding { throw schema.refusal(by: name) }
  }
}

/// A fitted one-class model: immutable, and scored from any number of threads.
package protocol FittedDetector: RowScorer {
  /// The detector's name: "iforest", "pca" ...
  var name: String { get }
  /// Whether the host's own code scores. It need not accept every row that the library accepts.
  var isForeign: Bool { get }
}

extension FittedDetector {
  package var isForeign: Bool { false }
}
