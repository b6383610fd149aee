import Testing

@testable import DASCore

/// Tables with a schema, in stages that do not take them and between stages.
@Suite struct MixedTableTests {
  private let X: Matrix
  private let execution = Execution()

  init() throws { X = try TestTables.mixed(rows: 40) }

  private func expectRefusal(_ name: String, _ body: () throws -> Void) {
    let words = "\(name) does not take categories, but column 2 is nominal, with 3 categories"
    let missing = "\(name) does not take missing values, but column 1 is numeric, may be missing"
    let error = #expect(throws: DASError.self, performing: body)
    #expect(error == DASError(.unsupported, words) || error == DASError(.unsupported, missing))
  }

  @Test func boostersThatTakeNoSchemaSaySo() throws {
    for type in Boosters.all {
      let booster = try type.init()
      if booster.takesSchema { continue }
      expectRefusal(type.name) {
        _ = try booster.fitChecked(normals: X.view, anomalies: X.view, seed: 1, on: execution)
      }
    }
  }
}
