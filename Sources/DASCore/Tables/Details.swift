/// What a fitted detector, booster or model is known by beside what it has learnt: what decides labels,
/// the names of its columns, and how it came about. It goes into its file.
package struct Details: Sendable {
  /// The share of normal rows that is called anomalies where nobody has said another.
  package static let contamination = 0.1
  /// What it may be.
  static let contaminations = Double.leastNonzeroMagnitude...0.5
  /// The longest note, in bytes.
  package static let longestNote = 1 << 17

  package var featureNames: FeatureNames?
  /// nil where nobody has said one.
  package private(set) var contamination: Double?
  /// The score above which a row is an anomaly; nil: what follows from the contamination.
  package private(set) var threshold: Double?
  /// Scores of a detector's training rows, in their order.
  package private(set) var trainingScores: Buffer<Double>?
  /// The host's own text, ended by a zero.
  package private(set) var note: Buffer<UInt8>?
  /// Program, preset, settings, seed: texts by key.
  package var provenance: [String: String] = [:]

  package init(provenance: [String: String] = [:]) { self.provenance = provenance }

  package mutating func setContamination(_ value: Double) throws {
    guard Self.contaminations.contains(value) else {
      throw DASError(.outOfRange, "contamination is \(value); it takes a real in (0, 0.5]")
    }
    contamination = value
  }

  /// - Parameter value: nil: what follows from the contamination.
  package mutating func setThreshold(_ value: Double?) throws {
    guard value?.isNaN != true else { throw DASError(.outOfRange, "threshold is nan") }
    threshold = value
  }

  package mutating func setTrainingScores(_ scores: Buffer<Double>) throws {
    if let place = scores.elements.firstIndex(where: { !$0.isFinite }) {
      throw DASError(
        .invalidData, "training_scores[\(place)] is \(scores[place]); they must be finite")
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
