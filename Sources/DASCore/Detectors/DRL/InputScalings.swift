/// How the columns of each network are scaled: all alike, or mixed.
///
/// Which scale suits a table is unknown without anomalies: pixels and spectra want their columns as they are,
/// columns of different units want them evened out. In a geometric mean over networks of both, neither
/// decides alone.
enum InputScalings: String, CaseIterable, Sendable {
  case mixed, standard, pareto, none

  func scaling(ofNetwork index: Int) -> DRLInput.Scaling {
    switch self {
    // In pairs, so that each scale meets both kinds of weights.
    case .mixed: index / 2 % 4 == 3 ? .none : .pareto
    case .standard: .standard
    case .pareto: .pareto
    case .none: .none
    }
  }
}
