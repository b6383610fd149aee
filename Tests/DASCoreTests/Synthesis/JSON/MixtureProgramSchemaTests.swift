import Foundation
import Testing

@testable import DASCore

@Suite struct MixtureProgramSchemaTests {
  private static let docs = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appending(path: "../../../../docs/reference").standardized

  private static func grammar() throws -> String {
    try String(contentsOf: docs.appending(path: "program-grammar.md"), encoding: .utf8)
  }

  /// The schema under docs equals the generated one. `UPDATE_SCHEMA=1 swift test` rewrites it.
  @Test func schemaFileIsCurrent() throws {
    let file = Self.docs.appending(path: "program.schema.json")
    let schema = try MixtureProgram.schema.text(indented: true)
    if ProcessInfo.processInfo.environment["UPDATE_SCHEMA"] != nil {
      try schema.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == schema)
  }

  /// The example of the documentation, without its comments, is a program.
  @Test func documentedExampleReads() throws {
    let page = try Self.grammar()
    let start = try #require(page.range(of: "```jsonc\n")).upperBound
    let end = try #require(page.range(of: "```", range: start..<page.endIndex)).lowerBound
    let lines = page[start..<end].split(separator: "\n").map { line in
      line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
    }
    let program = try MixtureProgram(parsing: lines.joined(separator: "\n"))
    #expect(program.components.count == 2 && program.keep.isActive)
    #expect(try program.make(100, from: TestTables.correlated(rows: 50, columns: 3)).rows == 100)
  }

  /// Every move and each of its parameters is documented.
  @Test func documentationNamesEverything() throws {
    let page = try Self.grammar()
    func names<M: Move>(_ move: M.Type) -> [String] { [M.name] + M.parameters.map(\.name) }
    for name in Moves.all.flatMap({ names($0) }) + SeedSelection.parameters.map(\.name)
      + KeepFilter.parameters.map(\.name)
    { #expect(page.contains(name), "\(name)") }
  }
}
