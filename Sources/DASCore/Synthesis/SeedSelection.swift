/// The training rows that a component starts from: a range of quantiles in some order of the rows.
package struct SeedSelection: Parameterized {
  /// What orders the rows, ascending.
  package enum Order: String, ParameterWord {
    /// No order: `from` and `to` are 0 and 1.
    case all
    /// The detector's score; asked for once.
    case score
    /// Distance to the column means.
    case centerDistance = "center_distance"
    /// Distance to the k-th neighbour: small where the rows are dense.
    case neighborDistance = "neighbor_distance"
  }

  package enum Draw: String, ParameterWord {
    /// With replacement.
    case random
    /// Each in turn, by ascending order, from the first again after the last.
    case sequential = "in_turn"
  }

  package var order = Order.all
  package var from = 0.0
  package var to = 1.0
  package var draw = Draw.random
  package var space = DistanceSpace.standardized
  package var neighbors = 5

  package init() {}

  package init(
    _ order: Order, from: Double = 0, to: Double = 1, draw: Draw = .random,
    space: DistanceSpace = .standardized, neighbors: Int = 5
  ) {
    self.order = order
    self.from = from
    self.to = to
    self.draw = draw
    self.space = space
    self.neighbors = neighbors
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("by", \.order, "what orders the rows, ascending"),
      .real("from", \.from, in: 0...1, "the quantile at which the range begins"),
      .real("to", \.to, in: 0...1, "the quantile at which the range ends"),
      .word("draw", \.draw, "how seeds are drawn from the range"),
      .word("space", \.space, "where center_distance is measured"),
      .integer("neighbors", \.neighbors, in: 1...64, "k of neighbor_distance"),
    ]
  }

  package var contradiction: String? {
    if from >= to { return "from is \(from), to is \(to); from must be the smaller" }
    if order == .all, from != 0 || to != 1 { return "a range needs an order other than all" }
    return nil
  }
}

/// The space in which lengths are measured: raw features, or features divided by their deviations.
package enum DistanceSpace: String, ParameterWord {
  case standardized
  case raw
}
