/// Every configurable part of the method.
package enum Stages {
  package static let all: [any Stage.Type] =
    Detectors.all + Boosters.all + [SynthesisSettings.self, FusionSettings.self]

  package static func named(_ name: String) throws -> any Stage.Type {
    guard let stage = all.first(where: { $0.name == name }) else {
      let known = all.map { $0.name }.joined(separator: ", ")
      throw DASError(
        .unknownName, "there is no stage \(name.quoted); there are \(known)")
    }
    return stage
  }
}
