/// The weight activations of the networks of an ensemble: all alike, or linear and softmax
/// alternating.
enum WeightActivations: String, CaseIterable, Sendable {
  case both, linear, softmax

  func activation(ofNetwork index: Int) -> DRLNetwork.WeightActivation {
    switch self {
    case .both: index.isMultiple(of: 2) ? .linear : .softmax
    case .linear: .linear
    case .softmax: .softmax
    }
  }

  /// The activations of these networks.
  init(of networks: [DRLNetwork]) {
    let activations = Set(networks.map(\.weightActivation))
    self = activations.count > 1 ? .both : activations == [.softmax] ? .softmax : .linear
  }
}
