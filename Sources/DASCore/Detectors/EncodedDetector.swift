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
package struct FittedEncodedDetector: FittedDetector, EncodedScorer {
  package let encoding: Encoding
  let detector: any FittedDetector

  package var scorer: any RowScorer { detector }
  package var name: String { detector.name }
}
