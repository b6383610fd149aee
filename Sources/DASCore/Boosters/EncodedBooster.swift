/// A classifier of numbers on mixed tables: it sees them encoded.
struct EncodedBooster {
  let booster: any Booster

  /// Fits the encoding to the normal rows and then the classifier.
  func fit(
    normals: MatrixView, anomalies: consuming MatrixView, _ schema: Schema, seed: UInt64,
    on execution: Execution
  ) throws -> any FittedBooster {
    let encoding = try Encoding(normals, schema, on: execution)
    let encoded = try encoding.encode(anomalies, on: execution)
    _ = consume anomalies
    let fitted = try booster.fit(
      normals: encoding.encode(normals, on: execution), anomalies: encoded, seed: seed,
      on: execution)
    return FittedEncodedBooster(encoding: encoding, booster: fitted)
  }
}

/// A fitted classifier of numbers with the encoding of the normal rows that it was fitted to.
package struct FittedEncodedBooster: FittedBooster, EncodedScorer {
  package let encoding: Encoding
  let booster: any FittedBooster

  package var scorer: any RowScorer { booster }
  package var name: String { booster.name }
  package var outOfBagScores: Buffer<Double>? { booster.outOfBagScores }
  package var outOfBagAUC: Double { booster.outOfBagAUC }
  package var inSampleScoresAreInformative: Bool { booster.inSampleScoresAreInformative }
}
