/// Soft voting (scikit-learn's VotingClassifier with `voting="soft"`): the weighted mean of the
/// probabilities of extremely randomized trees and of perceptrons.
///
/// Both are fitted on the same rows and err differently: trees split one column at a time, and a
/// network sees all at once.
package struct Voting: Booster {
  package static let name = "voting"
  private static let mlpPrefix = "mlp_"

  /// Those of the forest, whose defaults are the default preset's, and of the perceptrons under
  /// `mlp_` and their name.
  package static let settings =
    Self.forestSettings
    + [
      Setting(
        "mlp_weight", reals: 0...1, default: .real(0.3),
        help: "Weight of the perceptrons' probability; the forest's has the rest.")
    ]
    + MLP.settings.map { $0.renamed(mlpPrefix + $0.name) }

  private static let forestSettings = ForestOptions.forestSettings(bootstrap: 0).map {
    switch $0.name {
    case "n_estimators": $0.withDefault(.integer(200))
    case "subsample": $0.withDefault(.real(0.8))
    case "class_weight": $0.withDefault(.text("balanced"))
    case "min_samples_leaf": $0.withDefault(.integer(4))
    case "n_neighbors": $0.withDefault(.integer(1))
    case "neighbor_spaces": $0.withDefault(.text("all"))
    default: $0
    }
  }

  private var forest: ForestOptions
  private let mlp: MLP
  private let weight: Double

  package init(_ settings: Settings) throws {
    forest = try ForestOptions(forest: settings)
    var networks = Settings(for: MLP.self)
    for setting in MLP.settings {
      try networks.set(setting.name, to: settings[Self.mlpPrefix + setting.name])
    }
    mlp = try MLP(networks)
    weight = settings.real("mlp_weight")
  }

  package var votesOutOfBag: Bool { forest.votesOutOfBag && mlp.votesOutOfBag }

  /// With fewer trees, but the networks as they are.
  package func divided(by count: Int) -> Voting {
    var part = self
    part.forest = forest.divided(by: count)
    return part
  }

  package func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    // The forest last: it frees the anomalies before its trees grow.
    let networks = try mlp.fitNetworks(
      normals: normals, anomalies: anomalies, seed: seed, on: execution)
    let trees = try forest.fit(
      ExtraTrees.name, .random, normals: normals, anomalies: anomalies, seed: seed, on: execution)
    return try FittedVoting(forest: trees, mlp: networks, weight: weight)
  }
}
