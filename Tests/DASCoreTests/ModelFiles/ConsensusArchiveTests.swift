import Testing

@testable import DASCore

@Suite struct ConsensusArchiveTests {
  private let X: Matrix
  private let fitted: FittedConsensus

  init() throws {
    X = try TestTables.clusters(rows: 60, columns: 3)
    fitted = try #require(
      Consensus(["lof": .real(0), "pca": .real(1)]).fit(X) as? FittedConsensus)
  }

  /// The file of the consensus, with other values for some of its texts.
  private func file(_ changes: [String: String]) throws -> Buffer<UInt8> {
    var writer = try Archive.start(.detector, nil)
    writer.set("detector", Consensus.name)
    try fitted.archive(to: &writer, under: "detector.")
    for (key, value) in changes { writer.set("detector." + key, value) }
    return try writer.encoded()
  }

  @Test func aSoundFileIsRead() throws {
    let (read, _) = try file([:]).read(Archive.decodeDetector)
    #expect(try read.scores(of: X) == fitted.scores(of: X))
    #expect(try read.trainingScores(of: X) == fitted.trainingScores(of: X))
  }

  @Test(arguments: [
    ["members": ""], ["members": "pca,ecod,pca"], ["members": "pca,abod"], ["members": "pca,"],
    ["members": "consensus"], ["members": "pca,lof"], ["pca.weight": "0"], ["pca.weight": "2"],
    ["pca.weight": "nan"], ["pca.scale.span": "0"], ["knn.scale.least": "inf"],
  ]) func otherFilesAreRefused(changes: [String: String]) throws {
    let file = try file(changes)
    #expect(thrownCode { try file.read(Archive.decodeDetector) } == .badFormat)
  }

  @Test func membersOfDifferentTablesAreRefused() throws {
    let other = try ConsensusMember(
      detector: ECOD().fit(TestTables.clusters(rows: 60, columns: 2)),
      scaler: .minMax(min: 0, span: 1), weight: 0.5)
    let mixed = FittedConsensus(members: [fitted.members[0], other])
    let bytes = try Archive.encode(mixed)
    #expect(thrownCode { try bytes.read(Archive.decodeDetector) } == .badFormat)
  }
}
