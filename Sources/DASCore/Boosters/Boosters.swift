/// The built-in boosters.
public enum Boosters {
  package static let all: [any Booster.Type] = [
    RandomForest.self, ExtraTrees.self, DecisionTree.self, MLP.self, Voting.self,
  ]

  /// The booster of this name: "random_forest", "extra_trees" ...
  package static func named(_ name: String) throws -> any Booster.Type {
    if let booster = all.first(where: { $0.name == name }) { return booster }
    let known = all.map { $0.name }.joined(separator: ", ")
    throw DASError(
      .unknownName, "there is no booster \(name.quoted); there are \(known)")
  }
}
