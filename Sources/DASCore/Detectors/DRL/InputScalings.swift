/// The scalings of the networks of an ensemble: all alike, or mixed.
///
/// Which scaling suits a table is unknown without anomalies: pixels and spectra need their columns
/// as given, columns of different units need them balanced. In a geometric mean over networks of
/// both, neither decides alone.
enum InputScalings: String, CaseIterable, Sendable {
  case mixed, standard, pareto, none

  func scaling(ofNetwork index: Int) -> DRLInput.Scaling {
    switch self {
    // In pairs, so that each scaling meets both weight activations.
    case .mixed: index / 2 % 4 == 3 ? .none : .pareto
    case .standard: .standard
    case .pareto: .pareto
    case .none: .none
    }
  }
}
