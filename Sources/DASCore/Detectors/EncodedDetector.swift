/// A detector of numbers on mixed tables: it sees them encoded.
struct EncodedDetector {
  let detector: any Detector

  /// Fits the encoding and then the detector.
  func fit(
    _ X: MatrixView, _ schema: Schema, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let encoding = try Encoding(X, schema, on: execution)
    let encoded = try encoding.encode(X, on: execution)
    return FittedEncodedDetector(
      encoding: encoding, detector: try detector.fit(encoded, seed: seed, on: execution))
  }
}

/// A fitted detector of numbers with the encoding of the table that it was fitted to.
package struct FittedEncodedDetector: FittedDetector {
  let encoding: Encoding
  let detector: any FittedDetector

  package var name: String { detector.name }
  package var columns: Int { encoding.schema.count }
  package var schema: Schema? { encoding.schema }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try encoding.forEachPart(of: X, on: execution) { rows, first in
      try detector.score(rows, into: scores + first, on: execution)
    }
  }

  /// The whole table at once, since a detector may know its own rows by their position.
  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try detector.trainingScores(encoding.encode(X, on: execution), into: scores, on: execution)
  }
}
