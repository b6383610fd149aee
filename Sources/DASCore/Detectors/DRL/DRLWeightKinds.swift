/// What the weights of each network are like: all alike, or linear and softmax in turn.
enum DRLWeightKinds: String, CaseIterable, Sendable {
  case both, linear, softmax

  func kind(ofNetwork index: Int) -> DRLNetwork.Normalization {
    switch self {
    case .both: index.isMultiple(of: 2) ? .linear : .softmax
    case .linear: .linear
    case .softmax: .softmax
    }
  }

  /// The kinds of these networks.
  init(of networks: [DRLNetwork]) {
    let kinds = Set(networks.map(\.normalization))
    self = kinds.count > 1 ? .both : kinds == [.softmax] ? .softmax : .linear
  }
}
