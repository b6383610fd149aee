/// The built-in programs.
public enum Programs {
  package static let all: [MixtureProgram] = [
    iforest, pca, ecod, ocsvm, knn, lof, drl, consensus, mixture, gaussian, uniform, smote,
    publishedPCA, publishedIForest, publishedOCSVM, publishedECOD,
  ]

  /// The program of this name: "iforest", "mixture", "published_pca" ...
  public static func named(_ name: String) throws -> MixtureProgram {
    guard let program = all.first(where: { $0.name == name }) else {
      let known = all.map(\.name).joined(separator: ", ")
      throw DASError(
        .unknownName, "there is no program \(name.quoted); there are \(known)")
    }
    return program
  }

  /// The program that aims at a type of detector, the plain mixture for one that has none.
  package static func forDetector(_ name: String) -> MixtureProgram {
    all.first { $0.detector == name && !$0.name.hasPrefix("published_") } ?? mixture
  }
}
