import Testing

@testable import DASCore

/// Hard anomalies of mixed tables.
@Suite struct MixedProgramTests {
  private let X: Matrix
  private let execution = Execution()
  private let nominal = [2, 3, 4]

  init() throws { X = try TestTables.mixed(rows: 300) }

  private func anomalies(
    _ program: some SynthesisProgram, of X: Matrix, _ count: Int = 200, threads: Int = 1
  ) throws -> Matrix {
    let execution = Execution(threads: threads)
    let detector = try TestDetectors.named("knn").fit(any: X.view, seed: 1, on: execution)
    return try program.synthesize(
      count, fromAny: X.view, against: detector, seed: 3, on: execution)
  }

  /// The table with its nominal codes in reverse.
  private func relabelled(_ table: Matrix) throws -> Matrix {
    let other = try Matrix(copying: table.view)
    for row in 0..<table.rows {
      for column in nominal where !table[row, column].isNaN {
        let count = Double(X.schema?[column].categoryCount ?? 0)
        other[row, column] = count - 1 - table[row, column]
      }
    }
    return other
  }

  private func bits(_ table: Matrix) -> [UInt64] {
    table.storage.elements.map { ($0.isNaN ? .nan : $0).bitPattern }
  }

  private func seen(_ column: Int) -> Set<Double> {
    Set((0..<X.rows).map { X[$0, column] }.filter { !$0.isNaN })
  }

  private func expectPossible(_ rows: Matrix, _ name: String) {
    for column in 0..<X.columns {
      let categories = seen(column)
      let isMissing = [1, 3].contains(column)
      let possible = (0..<rows.rows).allSatisfy { row in
        let cell = rows[row, column]
        return cell.isNaN ? isMissing : column < 2 ? cell.isFinite : categories.contains(cell)
      }
      #expect(possible, "\(name), column \(column)")
    }
  }

  /// One program for each move.
  private var moves: [MixtureProgram] {
    get throws {
      let moves: [any Move] = [
        Noise(.neighborDistance, factor: 3), Noise(.spread, factor: 2), Shift(),
        PrincipalNoise(.high, variance: 0.5, factor: 3), Recombine(), Resample(noise: 2),
        Interpolate(), UniformBox(), Extrapolate(awayFrom: .row, factor: 2),
        Extrapolate(awayFrom: .center, factor: 2, unit: .meanDistance),
      ]
      return moves.enumerated().map { index, move in
        var program = MixtureProgram(name: "move\(index)", components: [MixtureComponent(move)])
        program.snapsDiscrete = index % 2 == 0
        return program
      }
    }
  }

  private var programs: [any SynthesisProgram] { get throws { Programs.all + (try moves) } }

  @Test func rowsArePossible() throws {
    for program in try programs {
      let rows = try anomalies(program, of: X)
      expectPossible(rows, program.name)
    }
  }

  @Test func relabellingPermutesCodesAlone() throws {
    let other = try relabelled(X)
    for program in try programs {
      let rows = try anomalies(program, of: X)
      let same = try relabelled(anomalies(program, of: other))
      #expect(bits(rows) == bits(same), "\(program.name)")
    }
  }

  @Test func copiesOfTrainingRowsAreNotReturned() throws {
    let known = try RowSet(X.view, on: execution)
    for program in try programs where program.redrawsCopies {
      let rows = try anomalies(program, of: X)
      #expect(!(0..<rows.rows).contains { known.contains(rows, $0) }, "\(program.name)")
    }
  }

  @Test func threadsPlayNoPart() throws {
    for program in Programs.all {
      let one = try anomalies(program, of: X, 1500)
      #expect(try bits(one) == bits(anomalies(program, of: X, 1500, threads: 3)))
    }
  }

  /// Near neighbours share their categories, and directions have none.
  @Test func movesChangeCategories() throws {
    let normal = bits(X)
    for program in try moves where !["move3", "move6"].contains(program.name) {
      let rows = try anomalies(program, of: X)
      let own = bits(rows)
      let known = Set((0..<X.rows).map { row in (2...5).map { normal[row * 6 + $0] } })
      let made = (0..<rows.rows).map { row in (2...5).map { own[row * 6 + $0] } }
      #expect(made.contains { !known.contains($0) }, "\(program.name)")
    }
  }
}
