extension FittedConsensus: Archivable {
  /// Each member has a prefix of its own, of which its name is the last part.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "members", members.map(\.detector.name).joined(separator: ","))
    for member in members {
      let prefix = prefix + member.detector.name + "."
      guard let detector = member.detector as? any Archivable else {
        throw DASError(.internal, "'\(member.detector.name)' has no form in a file")
      }
      writer.set(prefix + "weight", member.weight)
      member.scaler.archive(to: &writer, under: prefix + "scale.")
      try detector.archive(to: &writer, under: prefix)
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let text = try reader.text(prefix + "members")
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let known = Detectors.single.map { $0.name }
    guard Set(names).count == names.count, names.allSatisfy(known.contains) else {
      throw TensorReader.broken("'\(prefix)members' names no detectors, or one twice")
    }
    let members = try names.map {
      try ConsensusMember($0, from: reader, under: prefix + $0 + ".")
    }
    let columns = members[0].detector.columns
    guard members.allSatisfy({ $0.detector.columns == columns }) else {
      throw TensorReader.broken("the members of its consensus take different columns")
    }
    self.init(members: members)
  }
}

extension ConsensusMember {
  fileprivate init(_ name: String, from reader: TensorReader, under prefix: String) throws {
    let weight = try reader.real(prefix + "weight")
    guard weight > 0, weight <= 1 else {
      throw TensorReader.broken("'\(prefix)weight' is not in (0, 1]")
    }
    self.init(
      detector: try Archive.detector(name, from: reader, under: prefix),
      scaler: try ScoreScaler(from: reader, under: prefix + "scale."), weight: weight)
  }
}
