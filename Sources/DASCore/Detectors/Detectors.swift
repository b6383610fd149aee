/// The built-in detectors, by name.
public enum Detectors {
  package static let all: [any Detector.Type] = single + [Consensus.self]

  /// Those that do not consist of others.
  static let single: [any Detector.Type] = [
    IsolationForest.self, PCA.self, ECOD.self, OneClassSVM.self, KNN.self, LOF.self,
    DRL.self,
  ]

  /// The detector called `name`.
  package static func named(_ name: String) throws -> any Detector.Type {
    guard let detector = all.first(where: { $0.name == name }) else {
      let known = all.map { $0.name }.joined(separator: ", ")
      throw DASError(
        .unknownName, "there is no detector \(name.quoted); there are \(known)")
    }
    return detector
  }
}
