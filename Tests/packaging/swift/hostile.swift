// What a Swift program may do wrong: each is an error, in a release build, outside of the package.

import DASCore

func refused(_ what: String, _ code: DASError.Code, _ body: () throws -> Void) {
  do {
    try body()
    fatalError("\(what): not refused")
  } catch let error as DASError {
    guard error.code == code, !error.message.isEmpty else { fatalError("\(what): \(error)") }
  } catch {
    fatalError("\(what): \(error)")
  }
}

let good = (0..<60).map { i in (0..<4).map { j in Double((i * (7 + 4 * j)) % 31) } }

// Tables.
for bad in [Double.nan, .infinity, -.infinity, 1e151] {
  var rows = good
  rows[59][3] = bad
  refused("\(bad)", .invalidData) { _ = try Matrix(rows) }
  refused("packed \(bad)", .invalidData) { _ = try Matrix([1, bad], columns: 1) }
  [0, bad].withUnsafeBufferPointer { values in
    refused("borrowed \(bad)", .invalidData) {
      _ = try MatrixView(borrowing: values, columns: 2)
    }
  }
}
let ragged: [[[Double]]] = [
  [[1], [7, 7]], [[1, 2], [3]], [[1], []], [[], [1]], [], [[]], [[], []],
]
for ragged in ragged {
  refused("ragged", .invalidData) { _ = try Matrix(ragged) }
}
for columns in [0, -1, 4, Int.min, Int.max] {
  refused("columns \(columns)", .invalidData) { _ = try Matrix([1, 2, 3], columns: columns) }
}
refused("nothing", .invalidData) { _ = try Matrix([], columns: 1) }

// Names and settings.
refused("a stage", .unknownName) { _ = try Settings("none") }
refused("a setting", .unknownName) { _ = try Settings("knn", ["none": 1]) }
refused("a value", .outOfRange) { _ = try Settings("knn", ["n_neighbors": 0]) }
refused("no detector", .unknownName) { _ = try PipelineConfiguration(Settings("fusion")) }
refused("no booster", .unknownName) {
  _ = try PipelineConfiguration(Settings("pca"), booster: Settings("pca"))
}
refused("no fusion", .invalidArgument) {
  _ = try PipelineConfiguration(Settings("pca"), fusion: Settings("synthesis"))
}
refused("a program", .unknownName) { _ = try Programs.named("none") }
refused("a program's text", .badFormat) { _ = try MixtureProgram(parsing: "{}") }

// Shapes, for every detector.
let X = try Matrix(good)
let narrow = try Matrix([[1.0, 2]])
let wide = try Matrix([Array(repeating: 1.0, count: 4000)])
let forest = try Settings("extra_trees", ["n_estimators": 20, "bootstrap": 1])
for name in Detectors.names where name != "drl" {
  let f = try Detectors.fit(Settings(name), to: X.view, seed: 1)
  let model = try Pipeline.fit(
    PipelineConfiguration(Settings(name), booster: forest), to: X.view, seed: 1)
  let one = try Matrix([good[0]])
  let two = try Matrix([good[0], good[1]])
  _ = try Pipeline.fit(
    PipelineConfiguration(Settings(name), booster: forest), to: two.view, seed: 1)
  refused("one row", .invalidData) {
    _ = try Pipeline.fit(
      PipelineConfiguration(Settings(name), booster: forest), to: one.view, seed: 1)
  }
  for other in [narrow, wide] {
    refused(name, .shapeMismatch) { _ = try f.scores(of: other.view) }
    refused(name, .shapeMismatch) { _ = try model.scores(of: other.view) }
    refused(name, .shapeMismatch) { _ = try model.parts(of: other.view) }
    refused(name, .shapeMismatch) { _ = try model.pValues(of: other.view) }
    refused(name, .shapeMismatch) { _ = try model.labels(of: other.view) }
    refused(name, .shapeMismatch) { _ = try model.selection(from: other.view) }
    refused(name, .shapeMismatch) { _ = try model.calibrated(on: other.view) }
    refused(name, .shapeMismatch) {
      _ = try Programs.named(name).hardAnomalies(9, against: f, from: other.view, seed: 1)
    }
    refused(name, .shapeMismatch) {
      _ = try Pipeline.crossCalibrate(
        model, by: PipelineConfiguration(Settings(name)), to: other.view, folds: 2, seed: 1)
    }
  }
  for folds in [-1, 0, 1, 61, Int.max] {
    refused("folds \(folds)", .outOfRange) {
      _ = try Pipeline.crossCalibrate(
        model, by: PipelineConfiguration(Settings(name)), to: X.view, folds: folds, seed: 1)
    }
  }
  for level in [0, 1, -1, Double.nan, .infinity] {
    refused("level", .outOfRange) { _ = try model.threshold(level: level) }
    refused("level", .outOfRange) { _ = try model.labels(of: X.view, level: level) }
    refused("level", .outOfRange) { _ = try model.selection(from: X.view, level: level) }
  }
  guard try model.scores(of: X.view).count == 60, try model.parts(of: one.view).fused.count == 1
  else { fatalError("scores of \(name)") }
}

// The stages one by one.
let f = try Detectors.fit(Settings("ecod"), to: X.view, seed: 1)
let anomalies = try Programs.named("ecod").hardAnomalies(90, against: f, from: X.view, seed: 1)
let boosted = try Boosters.fit(forest, normals: X.view, anomalies: anomalies.view, seed: 1)
guard anomalies.values.count == 90, try Pipeline.fuse(f, boosted, X: X.view).columns == 4 else {
  fatalError("stages")
}
refused("swapped", .invalidArgument) { _ = try Pipeline.fuse(boosted, f, X: X.view) }
refused("rows", .shapeMismatch) { _ = try Pipeline.fuse(f, boosted, X: Matrix([good[0]]).view) }
refused("columns", .shapeMismatch) {
  _ = try Boosters.fit(forest, normals: X.view, anomalies: narrow.view, seed: 1)
}
for count in [0, -1, Int.max] {
  refused("count", .outOfRange) {
    _ = try Programs.named("ecod").hardAnomalies(count, against: f, from: X.view, seed: 1)
  }
}

// Calls and files.
refused("a cancelled call", .cancelled) {
  let execution = Execution(isCancelled: { true })
  _ = try Detectors.fit(Settings("iforest"), to: X.view, seed: 1, on: execution)
}
final class Shared: @unchecked Sendable { var execution: Execution? }
let shared = Shared()
shared.execution = Execution(progress: { _, _ in
  refused("one execution for two calls", .invalidArgument) {
    if let execution = shared.execution { _ = try f.scores(of: X.view, on: execution) }
  }
  return true
})
_ = try Pipeline.fit(
  PipelineConfiguration(Settings("ecod"), booster: forest), to: X.view, seed: 1,
  on: shared.execution!)
refused("no file", .io) { _ = try Model(contentsOf: "/nonexistent/model.das") }
print("DASCore refuses what it should")
