/// The metadata of a fitted detector, booster or model that is not learnt from the rows: what
/// decides labels, the names of its columns, and its provenance. It is saved with the model.
package struct Details: Sendable {
  /// The default fraction of normal rows that is labelled as anomalies.
  package static let contamination = 0.1
  /// The allowed fractions.
  static let contaminations = Double.leastNonzeroMagnitude...0.5
  /// The maximum length of a note, in bytes.
  package static let longestNote = 1 << 17

  package var featureNames: FeatureNames?
  /// nil if none was set.
  package private(set) var contamination: Double?
  /// The score above which a row is an anomaly; nil: derived from the contamination.
  package private(set) var threshold: Double?
  /// The scores of a detector's training rows, in their order.
  package private(set) var trainingScores: Buffer<Double>?
  /// The host's own text, zero-terminated.
  package private(set) var note: Buffer<UInt8>?
  /// Program, preset, settings and seed, as texts by key.
  package var provenance: [String: String] = [:]

  package init(provenance: [String: String] = [:]) { self.provenance = provenance }

  package mutating func setContamination(_ value: Double) throws {
    guard Self.contaminations.contains(value) else {
      throw DASError(.outOfRange, "contamination is \(value); it takes a real in (0, 0.5]")
    }
    contamination = value
  }

  /// - Parameter value: nil: derived from the contamination.
  package mutating func setThreshold(_ value: Double?) throws {
    guard value?.isNaN != true else { throw DASError(.outOfRange, "threshold is nan") }
    threshold = value
  }

  package mutating func setTrainingScores(_ scores: Buffer<Double>) throws {
    if let index = scores.elements.firstIndex(where: { !$0.isFinite }) {
      throw DASError(
        .invalidData, "training_scores[\(index)] is \(scores[index]); they must be finite")
    }
    trainingScores = scores
  }

  package mutating func setNote(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.longestNote, !bytes.contains(0) else {
      throw DASError(
        .outOfRange,
        "note has \(bytes.count) bytes; it takes at most \(Self.longestNote), none of them zero")
    }
    note = try Buffer(bytes + [0])
  }
}
