/// A step that turns rows into other rows: seeds into anomalies.
///
/// A move works on the raw features, so that values it copies stay what they are, and measures
/// lengths in standardised space. It never moves a constant feature: a row that differs there is
/// found by anyone and teaches a booster nothing about the rest.
package protocol Move: Parameterized {
  /// The name in the JSON form.
  static var name: String { get }
  /// One line of documentation.
  static var help: String { get }

  /// What must be known of the training rows.
  var requirements: Requirements { get }

  /// Changes the rows of the batch in place.
  func apply(to batch: inout RowBatch) throws
}

extension Move {
  package var requirements: Requirements { Requirements() }

  func isEqual(to other: any Move) -> Bool { (other as? Self) == self }
}

/// What the parts of a program ask to be computed of the training rows before rows are made.
package struct Requirements: Equatable, Sendable {
  /// The largest k of a neighbour; 0 where none is asked for.
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

/// From where a move takes other rows.
package enum PartnerPool: String, ParameterWord {
  /// Any training row.
  case all
  /// The rows that the component's seeds are drawn from.
  case seeds
  /// The same, the row's own seed among them, as a draw with replacement has it.
  case seedsWithReplacement = "seeds_with_replacement"
}

/// The moves that programs may use.
package enum Moves {
  package static let all: [any Move.Type] = [
    Extrapolate.self, Interpolate.self, Recombine.self, Resample.self, Noise.self,
    PrincipalNoise.self, Shift.self, UniformBox.self,
  ]
}
