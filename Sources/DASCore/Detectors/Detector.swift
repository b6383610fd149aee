/// An unfitted one-class model f: its checked settings.
package protocol Detector: Stage {
  /// Fits the detector to normal rows.
  ///
  /// `X` is finite and has at least one row and one column: the boundary has checked it.
  /// The same seed gives the same bits for any number of threads.
  func fit(_ X: MatrixView, seed: UInt64, on execution: Execution) throws -> any FittedDetector
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
