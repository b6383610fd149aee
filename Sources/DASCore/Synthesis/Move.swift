/// A step that changes rows, from seeds to hard anomalies.
///
/// A move changes raw features, so that copied values stay exact, and measures lengths in
/// standardised features. It never changes a constant feature: such a row is easily found, and
/// teaches a booster nothing about the other features.
package protocol Move: Parameterized {
  /// The name in the JSON form.
  static var name: String { get }
  /// One line of documentation.
  static var help: String { get }

  /// What it needs to know about the training rows.
  var requirements: Requirements { get }

  /// Changes the rows of the batch in place.
  func apply(to batch: inout RowBatch) throws
}

extension Move {
  package var requirements: Requirements { Requirements() }

  func isEqual(to other: any Move) -> Bool { (other as? Self) == self }
}

/// What a program needs to know about the training rows, computed before rows are made.
package struct Requirements: Equatable, Sendable {
  /// The largest k of a k-th neighbour; 0 for none.
  package var neighbors = 0
  package var axes = false
  package var scores = false
  package var poolDistance = false

  package mutating func formUnion(_ other: Requirements) {
    neighbors = max(neighbors, other.neighbors)
    axes = axes || other.axes
    scores = scores || other.scores
    poolDistance = poolDistance || other.poolDistance
  }
}

/// The rows that a move takes other rows from.
package enum PartnerPool: String, ParameterWord {
  /// Any training row.
  case all
  /// The component's seeds.
  case seeds
  /// The same, the row's own seed included.
  case seedsWithReplacement = "seeds_with_replacement"
}

/// The moves that programs may use.
package enum Moves {
  package static let all: [any Move.Type] = [
    Extrapolate.self, Interpolate.self, Recombine.self, Resample.self, Noise.self,
    PrincipalNoise.self, Shift.self, UniformBox.self,
  ]
}
