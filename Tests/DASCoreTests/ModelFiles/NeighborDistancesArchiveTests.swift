import Testing

@testable import DASCore

/// Files of forests that see distances in other spaces than the standardised one.
@Suite struct NeighborDistancesArchiveTests {
  private let X: Matrix

  init() throws { X = try TestTables.discrete(rows: 90, columns: 3, levels: 30) }

  private func fit(_ spaces: String) throws -> FittedForest {
    let anomalies = try TestTables.clusters(rows: 30, columns: 3, seed: 9)
    let booster = try RandomForest([
      "n_estimators": .integer(6), "n_neighbors": .integer(4), "neighbor_spaces": .text(spaces),
    ])
    let fitted = try booster.fit(
      normals: X.view, anomalies: anomalies.view, seed: 1, on: Execution())
    return try #require(fitted as? FittedForest)
  }

  private func read(_ bytes: Buffer<UInt8>) throws -> any FittedBooster {
    try bytes.read(Archive.decodeBooster).0
  }

  /// What is read scores with the same bits, and writes the same bytes again.
  @Test(arguments: ["standardized", "perplexity", "rank", "all"])
  func roundTripsKeepEveryBit(spaces: String) throws {
    let forest = try fit(spaces)
    let bytes = try Archive.encode(forest)
    let again = try read(bytes)
    let new = try TestTables.clusters(rows: 70, columns: 3, seed: 2)
    #expect(again.columns == 3)
    for table in [X, new] {
      #expect(
        try again.scores(table.view, on: Execution()).array
          == forest.scores(table.view, on: Execution()).array)
    }
    #expect(try Archive.encode(again).array == bytes.array)
  }

  // MARK: - Damaged files

  private struct Parts {
    var texts: [String: String]
    var tensors: [String: [Double]]
    var starts: [Int]
  }

  /// The file of a forest that sees all spaces, its parts about neighbours changed.
  private func file(_ change: (inout Parts) throws -> Void) throws -> Buffer<UInt8> {
    let forest = try fit("all")
    let distances = try #require(forest.neighborDistances)
    let maps = distances.distances.map(\.map)
    guard case .ranking(let scores) = maps[2] else { throw DASError(.internal, "no ranks") }
    let scaling = try maps.prefix(2).map { try #require($0.scaling) }
    var parts = Parts(
      texts: ["k": "4", "spaces": "all", "rank.limit": "\(scores.limit)"],
      tensors: [
        "rows": distances.rows.storage.array, "shift": scaling[0].shift.array,
        "factor": scaling[0].factor.array, "perplexity.shift": scaling[1].shift.array,
        "perplexity.factor": scaling[1].factor.array, "rank.values": scores.values.array,
        "rank.scores": scores.scores.array,
      ], starts: scores.starts.array)
    for (prefix, distance) in zip(["", "perplexity.", "rank."], distances.distances) {
      parts.texts[prefix + "floor"] = "\(distance.floor)"
    }
    try change(&parts)
    var writer = TensorWriter()
    for (key, value) in [
      ("format", "libdas"), ("format_version", "1"), ("library_version", Version.text),
      ("content", "booster"), ("booster", forest.name), ("booster.name", forest.name),
    ] { writer.set(key, value) }
    try forest.forest.archive(to: &writer, under: "booster.")
    for (key, value) in parts.texts { writer.set("booster.neighbors." + key, value) }
    for (name, values) in parts.tensors {
      try writer.add("booster.neighbors." + name, Buffer(values))
    }
    try writer.add("booster.neighbors.rank.starts", Buffer(parts.starts))
    return try writer.encoded()
  }

  private func refuse(
    sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout Parts) throws -> Void
  ) throws {
    let bytes = try file(change)
    let code = thrownCode(sourceLocation: sourceLocation) { _ = try read(bytes) }
    #expect(code == .badFormat, sourceLocation: sourceLocation)
  }

  @Test func aSoundFileIsRead() throws {
    let forest = try fit("all")
    #expect(
      try read(file { _ in }).scores(X.view, on: Execution()).array
        == forest.scores(X.view, on: Execution()).array)
  }

  @Test(arguments: [
    "rows", "shift", "factor", "perplexity.shift", "perplexity.factor", "rank.values",
    "rank.scores",
  ])
  func missingOrBrokenTensorsAreRefused(name: String) throws {
    try refuse { $0.tensors[name] = nil }
    try refuse { $0.tensors[name]?.removeLast() }
    try refuse { $0.tensors[name]?[0] = .nan }
  }

  @Test func brokenTextsAreRefused() throws {
    for key in ["k", "rank.limit"] {
      try refuse { $0.texts[key] = nil }
      try refuse { $0.texts[key] = "-1" }
    }
    for spaces in ["", "raw", "rank,perplexity"] { try refuse { $0.texts["spaces"] = spaces } }
    try refuse { $0.texts["spaces"] = nil }
    for prefix in ["", "perplexity.", "rank."] {
      try refuse { $0.texts[prefix + "floor"] = "nan" }
    }
  }

  /// Quantiles that are no ascending, non-empty lists of at most 256 for each column.
  @Test func brokenQuantilesAreRefused() throws {
    try refuse { $0.tensors["rank.values"]?.swapAt(0, 1) }
    try refuse { $0.tensors["rank.scores"]?.swapAt(0, 1) }
    try refuse { $0.starts[0] = 1 }
    try refuse { $0.starts[1] = 0 }
    try refuse { $0.starts[1] = -3 }
    try refuse { $0.starts[2] = .max }
    try refuse { $0.starts[3] += 1 }
    try refuse { $0.starts.removeLast() }
  }
}
