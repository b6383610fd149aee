extension Settings {
  /// The settings of a stage by its name, with some changed: `try Settings("knn", ["n_neighbors":
  /// 10])`.
  ///
  /// A stage is a detector ("iforest", "pca" ...), a booster ("extra_trees" ...), "synthesis" or
  /// "fusion"; `names` has them all.
  /// - Throws: `DASError` for a name that there is not, and a value that is not allowed.
  public init(_ stage: String, _ changes: [String: Setting.Value] = [:]) throws {
    self.init(for: try Stages.named(stage))
    for (name, value) in changes { try set(name, to: value) }
  }

  /// The names of all stages.
  public static var names: [String] { Stages.all.map { $0.name } }

  /// Settings of the stage that is wanted, or an error that names both.
  func checked(_ stage: String) throws -> Settings {
    guard self.stage == stage else {
      throw DASError(.invalidArgument, "these are settings of '\(self.stage)', not of '\(stage)'")
    }
    return self
  }
}

// A number or a word may stand for a value: an integer counts, a real is a share.
extension Setting.Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral
{
  /// An integer.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// A real.
  public init(floatLiteral value: Double) { self = .real(value) }

  /// A word.
  public init(stringLiteral value: String) { self = .text(value) }
}
