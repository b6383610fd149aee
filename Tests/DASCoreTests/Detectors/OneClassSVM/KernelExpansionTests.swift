import Testing

@testable import DASCore

@Suite struct KernelExpansionTests {
  private func weights(_ count: Int) throws -> Buffer<Double> {
    var random = RandomStream(seed: 3, purpose: .test)
    return try Buffer((0..<count).map { $0 % 3 == 0 ? 0 : random.uniform() })
  }

  /// Sums over tiles, with remainders in both directions, equal sums by the definition.
  @Test(arguments: KernelTests.kernels, [1, 3, 700])
  func equalsTheDefinition(kernel: Kernel, count: Int) throws {
    let table = try TestTables.normal(rows: count, columns: 4)
    let rows = try TestTables.normal(rows: 131, columns: 4, seed: 1)
    let weights = try weights(count)
    let expansion = try KernelExpansion(
      kernel: kernel, gathering: try KernelPoints(table, kernel: kernel), weights: weights)
    let sums = try Buffer<Double>(uninitialized: 131)
    let queries = try KernelPoints(rows, kernel: kernel)
    try expansion.evaluate(queries.rows, into: sums.base, on: Execution())
    for row in 0..<131 {
      let terms = (0..<count).map {
        weights[$0] * kernel.value(table.rowArray($0), rows.rowArray(row))
      }
      let scale = terms.map(\.magnitude).reduce(1, +)
      #expect((sums[row] - terms.reduce(0, +)).magnitude <= 1e-13 * scale)
    }
    withExtendedLifetime(queries) {}
  }

  @Test func keepsOnlyPointsWithWeight() throws {
    let points = try KernelPoints(
      TestTables.normal(rows: 30, columns: 2), kernel: Kernel(.rbf, gamma: 1))
    let expansion = try KernelExpansion(
      kernel: Kernel(.rbf, gamma: 1), gathering: points, weights: weights(30))
    #expect(expansion.points.count == 20)
    #expect(expansion.weights.elements.allSatisfy { $0 != 0 })
  }

  /// A linear kernel needs one point, for any number of support vectors.
  @Test func linearExpansionsCollapse() throws {
    let points = try KernelPoints(
      TestTables.normal(rows: 30, columns: 2), kernel: Kernel(.linear))
    let expansion = try KernelExpansion(
      kernel: Kernel(.linear), gathering: points, weights: weights(30))
    #expect(expansion.points.count == 1)
  }
}
