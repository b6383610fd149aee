extension AveragedBooster: Archivable {
  private static let maxMembers = 16

  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "members", members.count)
    for (index, member) in members.enumerated() {
      guard let member = member as? any Archivable else {
        throw DASError(.internal, "a member of a mean of boosters has no file form")
      }
      try member.archive(to: &writer, under: "\(prefix)\(index).")
    }
    writer.add(prefix + "in_sample", inSampleScores)
    if let outOfBagScores { writer.add(prefix + "out_of_bag", outOfBagScores) }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let count = try reader.integer(prefix + "members", in: 1...Self.maxMembers)
    let name = try reader.text("booster")
    let members = try (0..<count).map {
      try Archive.booster(name, from: reader, under: "\(prefix)\($0).")
    }
    guard
      members.allSatisfy({
        $0.columns == members[0].columns && $0.name == members[0].name
          && ($0.schema == nil) == (members[0].schema == nil)
      })
    else { throw TensorReader.broken("the members of its booster differ in columns or name") }
    guard let inSample = try reader.votesIfPresent(prefix + "in_sample") else {
      throw TensorReader.broken("its booster lacks 'in_sample'")
    }
    self.init(
      members, inSampleScores: inSample,
      outOfBagScores: try reader.votesIfPresent(prefix + "out_of_bag"))
  }
}

extension TensorReader {
  /// Whether a booster is a mean of several.
  func holdsAverage(under prefix: String) -> Bool { textIfPresent(prefix + "members") != nil }
}
