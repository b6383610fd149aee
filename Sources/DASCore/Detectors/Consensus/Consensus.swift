/// The weighted mean of the scores of several detectors, on a common scale (the "average" of
/// Aggarwal and Sathe, "Theoretical foundations and algorithms for outlier ensembles", SIGKDD
/// Explorations 2015): about as good as the best of them, without labels to find out which that is.
///
///     score(x) = sum over members m of w_m d((s_m(x) - min_m) / (max_m - min_m))
///
/// Minimum and maximum are those of the member's training scores, as in Eq. 7. Beyond the maximum,
/// scores are damped, d(t) = 1 + .1 ln t for t > 1, since the distances of outliers may be a
/// thousand times those of training rows. A member weighs what the settings say, times how well it
/// separates faults from the training rows:
///
///     w_m ~ weight_m max(0, 2 AUC_m - 1)
///
/// Faults are copies of training rows with a few values moved by two standard deviations
/// (`FaultyRows`). So a member that scores faults no higher than training rows is left out, and so
/// is one that scores all training rows alike, which gives no scale. If that leaves none, the
/// settings alone decide. The weights add up to 1.
///
/// `knn` and `lof` standardise columns. All other settings of the members are their defaults.
/// Members are added in the order of `Detectors.single`.
///
/// - Complexity: those of all members, and 512 more rows to score while fitting.
package struct Consensus: Detector {
  package static let name = "consensus"

  /// Members by default: fast ones of different kinds, which were best together (docs/results).
  private static let defaultWeights = ["ecod": 1.0, "knn": 1.0, "lof": 1.0]

  package static let settings = Detectors.single.map { member in
    Setting(
      member.name, reals: 0...1000, default: .real(defaultWeights[member.name] ?? 0),
      help: "Weight of \(member.name) in the mean; 0 leaves it out.")
  }

  /// The members, and their weights before the fit.
  let weighted: [(member: any Detector, weight: Double)]

  init(weighted: [(member: any Detector, weight: Double)]) { self.weighted = weighted }

  package init(_ settings: Settings) throws {
    weighted = try Detectors.single.compactMap { member in
      let weight = settings.real(member.name)
      return weight > 0 ? (try Self.standardizing(member), weight) : nil
    }
    guard !weighted.isEmpty else {
      throw DASError(.outOfRange, "consensus has no members: the weights of all detectors are 0")
    }
  }

  /// The detector with its defaults, but with standardised columns where it has the choice.
  private static func standardizing(_ member: any Detector.Type) throws -> any Detector {
    let hasChoice = member.settings.contains { $0.name == "standardize" }
    return try member.init(hasChoice ? ["standardize": .integer(1)] : [:])
  }
}
