import Testing

@testable import DASCore

@Suite struct NeighborDistanceArchiveTests {
  private let X: Matrix
  private let booster: any FittedBooster

  init() throws {
    X = try TestTables.clusters(rows: 90, columns: 3)
    let anomalies = try TestTables.clusters(rows: 30, columns: 3, seed: 9)
    booster = try RandomForest(["n_estimators": .integer(5), "n_neighbors": .integer(4)]).fit(
      normals: X.view, anomalies: anomalies.view, seed: 1, on: Execution())
  }

  private func read(_ bytes: Buffer<UInt8>) throws -> any FittedBooster {
    try bytes.read(Archive.decodeBooster).0
  }

  /// What is read scores with the same bits, and writes the same bytes again.
  @Test func roundTripsKeepEveryBit() throws {
    let bytes = try Archive.encode(booster)
    let again = try read(bytes)
    #expect(again.columns == 3)
    #expect(try again.scores(of: X) == booster.scores(of: X))
    #expect(try Archive.encode(again).array == bytes.array)
  }

  /// The file of the booster, its parts about neighbours replaced where `change` says so.
  private func file(_ change: (inout Parts) throws -> Void) throws -> Buffer<UInt8> {
    let forest = try #require(booster as? FittedForest)
    var parts = try Parts(#require(forest.neighborDistances).distances[0])
    try change(&parts)
    var writer = TensorWriter()
    for (key, value) in [
      ("format", "libdas"), ("format_version", "1"), ("library_version", Version.text),
      ("content", "booster"), ("booster", forest.name), ("booster.name", forest.name),
    ] { writer.set(key, value) }
    try forest.forest.archive(to: &writer, under: "booster.")
    if let k = parts.k { writer.set("booster.neighbors.k", k) }
    if let floor = parts.floor { writer.set("booster.neighbors.floor", floor) }
    for (name, values) in parts.tensors { writer.add("booster.neighbors." + name, values) }
    return try writer.encoded()
  }

  private struct Parts {
    var k: String? = "4"
    var floor: String?
    var tensors: [String: Buffer<Double>]

    init(_ distance: NeighborDistance) throws {
      floor = "\(distance.floor)"
      let scaling = try #require(distance.map.scaling)
      tensors = [
        "shift": scaling.shift, "factor": scaling.factor,
        "reference": try distance.search.table { $0 },
      ]
    }
  }

  @Test func aSoundFileIsRead() throws {
    let again = try read(file { _ in })
    #expect(try again.scores(of: X) == booster.scores(of: X))
  }

  @Test(arguments: ["shift", "factor", "reference"])
  func tensorsOfAnotherShapeAreRefused(_ name: String) throws {
    for count in [0, 1, 2, 4, 271] {
      try refuse { $0.tensors[name] = try Buffer(repeating: 1, count: count) }
    }
    try refuse { $0.tensors[name] = nil }
  }

  @Test(arguments: ["shift", "factor", "reference"])
  func valuesThatAreNoNumbersAreRefused(_ name: String) throws {
    for value in [Double.nan, .infinity, -.infinity] {
      try refuse { parts in
        let values = try Buffer(#require(parts.tensors[name]).array)
        values[values.count - 1] = value
        parts.tensors[name] = values
      }
    }
  }

  @Test(arguments: [nil, "0", "-1", "1025", "many", "2.5", "99999999999999999999"])
  func noSuchKIsRead(_ k: String?) throws {
    try refuse { $0.k = k }
  }

  @Test(arguments: ["-1", "nan", "inf", "near", ""])
  func noSuchFloorIsRead(_ floor: String) throws {
    try refuse { $0.floor = floor }
  }

  /// Files of earlier versions have no floor: copies of a row are at distance 0 there.
  @Test func filesWithoutAFloorAreRead() throws {
    let again = try #require(try read(file { $0.floor = nil }) as? FittedForest)
    #expect(again.neighborDistances?.distances[0].floor == 0)
  }

  /// Without a word of neighbours the forest takes one column more.
  @Test func absenceIsNoFault() throws {
    let plain = try read(
      file {
        $0.k = nil
        $0.floor = nil
        $0.tensors = [:]
      })
    #expect(plain.columns == 4)
  }

  private func refuse(
    sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout Parts) throws -> Void
  ) throws {
    let bytes = try file(change)
    let code = thrownCode(sourceLocation: sourceLocation) { _ = try read(bytes) }
    #expect(code == .badFormat, sourceLocation: sourceLocation)
  }
}
