import Testing

@testable import DASCore

/// No hard anomaly equals a training row, unless the table leaves no other value.
@Suite struct CopiesTests {
  private static let names = Programs.all.map(\.name)

  private func copies(_ program: MixtureProgram, of X: Matrix, count: Int = 2000) throws -> Int {
    let known = try RowSet(X.view, on: Execution())
    let rows = try program.make(count, from: X)
    #expect(rows.rows == count)
    return (0..<count).count { known.contains(rows, $0) }
  }

  private static let tables: [@Sendable (Int, Int) throws -> Matrix] = [
    { try TestTables.correlated(rows: $0, columns: $1) },
    { try TestTables.discrete(rows: $0, columns: $1, levels: 10) },
    { try TestTables.discrete(rows: $0, columns: $1, levels: 3) },
    { rows, columns in
      let table = try TestTables.correlated(rows: rows, columns: columns)
      for row in 0..<rows { table[row, 0] = Double(row % 5) }
      return table
    },
  ]

  @Test(.slow, arguments: names) func programsMakeNone(name: String) throws {
    let program = try Programs.named(name)
    for (rows, columns) in [(200, 1), (200, 2), (500, 3), (100, 20)] {
      for table in Self.tables {
        #expect(try copies(program, of: table(rows, columns)) == 0, "\(rows) x \(columns)")
      }
    }
  }

  /// A program that can only exchange values of rows has nothing else in a single column.
  @Test func aMoveThatMakesCopiesAloneIsHelpedOut() throws {
    let program = MixtureProgram(
      name: "swap", components: [MixtureComponent(Recombine(fraction: 0.5))])
    let X = try TestTables.correlated(rows: 100, columns: 1)
    #expect(try copies(program, of: X) == 0)
  }

  /// All four rows that two binary features can have are training rows: there is nothing else.
  @Test func fullTablesKeepTheirCopies() throws {
    let X = try Matrix((0..<40).map { [Double($0 % 2), Double($0 / 2 % 2)] })
    #expect(try copies(Programs.mixture, of: X) == 2000)
  }
}
