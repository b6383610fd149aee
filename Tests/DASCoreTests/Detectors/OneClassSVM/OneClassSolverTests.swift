import Testing

@testable import DASCore

@Suite struct OneClassSolverTests {
  typealias Options = OneClassSolver.Options

  private func solve(
    _ table: Matrix, _ kernel: Kernel, _ options: Options = Options(),
    on execution: Execution = Execution()
  ) throws -> OneClassSolution {
    let points = try KernelPoints(Matrix(copying: table.view), kernel: kernel)
    return try OneClassSolver(points, kernel: kernel, options: options, on: execution).solve()
  }

  /// K alpha, by the definition.
  private func gradient(_ table: Matrix, _ kernel: Kernel, _ alpha: [Double]) -> [Double] {
    let rows = (0..<table.rows).map(table.rowArray)
    return rows.map { x in
      zip(rows, alpha).reduce(0) { $1.1 == 0 ? $0 : $0 + $1.1 * kernel.value(x, $1.0) }
    }
  }

  /// The largest violation of the conditions of optimality by a pair.
  private func violation(_ gradient: [Double], _ alpha: [Double]) -> Double {
    let growing = zip(gradient, alpha).filter { $0.1 < 1 }.map(\.0).min() ?? .infinity
    let falling = zip(gradient, alpha).filter { $0.1 > 0 }.map(\.0).max() ?? -.infinity
    return falling - growing
  }

  /// On random rows the solution is feasible and optimal to the tolerance, rho lies between the
  /// gradients of the bounded variables, and the expansion is the function that alpha describes.
  @Test(arguments: KernelTests.kernels, [0.05, 0.5, 0.93])
  func satisfiesTheConditionsOfOptimality(kernel: Kernel, nu: Double) throws {
    let table = try TestTables.clusters(rows: 201, columns: 4)
    for index in 0..<table.storage.count { table.storage[index] /= 4 }
    for shrinks in [false, true] {
      let solution = try solve(table, kernel, Options(nu: nu, tolerance: 1e-3, shrinks: shrinks))
      let alpha = solution.alpha.array
      #expect(solution.converged)
      #expect(alpha.allSatisfy { 0 <= $0 && $0 <= 1 })
      #expect((alpha.reduce(0, +) - nu * 201).magnitude < 1e-9)
      let gradient = gradient(table, kernel, alpha)
      let rounding = 1e-12 * (gradient.map(\.magnitude).max() ?? 0)
      #expect(violation(gradient, alpha) <= 1e-3 + rounding)
      for (value, weight) in zip(gradient, alpha) {
        if weight >= 1 { #expect(value <= solution.rho + 1e-3 + rounding) }
        if weight <= 0 { #expect(value >= solution.rho - 1e-3 - rounding) }
      }
    }
  }

  /// By symmetry two points split the weight: alpha = nu each, rho = nu (1 + k).
  @Test func twoPointsSplitTheWeight() throws {
    let kernel = Kernel(.rbf, gamma: 0.7)
    let table = try Matrix([[0, 0], [1, 1]])
    let solution = try solve(table, kernel, Options(nu: 0.4, tolerance: 1e-12))
    let k = kernel.value([0, 0], [1, 1])
    #expect(solution.alpha.array.allSatisfy { ($0 - 0.4).magnitude < 1e-11 })
    #expect((solution.rho - 0.4 * (1 + k)).magnitude < 1e-11)
  }

  /// Linear kernel, points 1 and 3 on a line: w = a + 3 b with a + b = 1 is minimal at the nearer
  /// point.
  @Test func linearMarginIsThatOfTheNearestPoints() throws {
    let solution = try solve(Matrix([[3], [1]]), Kernel(.linear), Options(nu: 0.5))
    #expect(solution.alpha.array == [0, 1])
    // Gradients 3 (alpha 0) and 1 (alpha 1): any rho between them is optimal, the middle is taken.
    #expect(solution.rho == 2)
  }

  /// All variables are at their bound for nu = 1, and rho is finite.
  @Test func allWeightsAreFullAtNuOne() throws {
    let table = try TestTables.normal(rows: 20, columns: 2)
    let kernel = Kernel(.rbf, gamma: 0.5)
    let solution = try solve(table, kernel, Options(nu: 1))
    #expect(solution.alpha.array == [Double](repeating: 1, count: 20))
    let greatest = gradient(table, kernel, solution.alpha.array).max() ?? 0
    #expect((solution.rho - greatest).magnitude < 1e-12 * greatest)
  }

  /// A single row, n nu below 1, or equal rows: the initial weight is optimal.
  @Test(arguments: [1, 2, 50]) func equalRowsAreOptimalAtOnce(rows: Int) throws {
    let table = try Matrix(rows: rows, columns: 3)
    table.storage.base.update(repeating: 0.25, count: rows * 3)
    for nu in [1e-3, 0.5, 1] {
      let solution = try solve(table, Kernel(.rbf, gamma: 1), Options(nu: nu))
      let weight = nu * Double(rows)
      #expect(solution.converged && solution.steps == 0)
      #expect((solution.alpha.array.reduce(0, +) - weight).magnitude < 1e-12)
      #expect((solution.rho - weight).magnitude < 1e-12)
    }
  }

  /// Shrinking reaches the same solution: the functions agree within the tolerance.
  @Test(arguments: [0.05, 0.1]) func shrinkingFindsTheSameSolution(nu: Double) throws {
    let table = try TestTables.clusters(rows: 300, columns: 8)
    let statistics = try ColumnStatistics(table.view, on: Execution())
    try ColumnScaling.standardizing(statistics).apply(
      to: table.view, 0..<300, into: table.storage.base)
    let kernel = Kernel(.poly, gamma: 0.1, degree: 3)
    let plain = try solve(table, kernel, Options(nu: nu, tolerance: 1e-8, shrinks: false))
    let shrunk = try solve(table, kernel, Options(nu: nu, tolerance: 1e-8, shrinks: true))
    #expect(shrunk.steps > 600, "too few steps to shrink twice")
    let (first, second) = (
      gradient(table, kernel, plain.alpha.array), gradient(table, kernel, shrunk.alpha.array)
    )
    #expect(relativeDifference(first, second) < 1e-6)
    #expect((plain.rho - shrunk.rho).magnitude < 1e-6 * shrunk.rho.magnitude)
  }

  /// The size of the cache changes no bit: room for 2 rows, for some, for all.
  @Test func cacheSizeDoesNotShow() throws {
    let table = try TestTables.clusters(rows: 600, columns: 3)
    let kernel = Kernel(.rbf, gamma: 0.1)
    let expected = try solve(table, kernel, Options(tolerance: 1e-6))
    for megabytes in [0, 1] {
      let found = try solve(table, kernel, Options(tolerance: 1e-6, megabytes: megabytes))
      #expect(found.alpha.array == expected.alpha.array)
      #expect(found.rho == expected.rho)
    }
  }

  /// Rows are long enough here to be computed by several threads; gradients always are.
  @Test func threadsDoNotShow() throws {
    let table = try Matrix(rows: 4500, columns: 1000)
    for index in 0..<table.storage.count {
      table.storage.base[index] = Double(index &* 0x9E37_79B1 >> 20 & 1023) / 1024
    }
    let kernel = Kernel(.rbf, gamma: 1e-2)
    let options = Options(nu: 0.01, maxSteps: 12)
    let expected = try solve(table, kernel, options)
    for threads in [2, 5] {
      let found = try solve(table, kernel, options, on: Execution(threads: threads))
      #expect(found.alpha.array == expected.alpha.array)
      #expect(found.rho == expected.rho)
    }
  }

  /// Of equal pairs the first point is selected, in any block and on any thread. Small integers
  /// give many of them, without rounding.
  @Test func picksTheFirstBestPair() throws {
    let rows = 2600
    let table = try TestTables.discrete(rows: rows, columns: 2, levels: 4)
    let kernel = Kernel(.linear)
    let execution = Execution(threads: 3)
    let solver = try OneClassSolver(
      KernelPoints(table, kernel: kernel), kernel: kernel, options: Options(), on: execution)
    let gradients = try TestTables.discrete(rows: 1, columns: rows, levels: 9, seed: 1)
    for row in 0..<rows {
      solver.gradient[row] = gradients[0, row] + (row < 1500 ? 1 : 0)
      solver.alpha[row] = [0, 0.5, 1][row % 3]
    }
    func product(_ i: Int, _ j: Int) -> Double {
      table[i, 0] * table[j, 0] + table[i, 1] * table[j, 1]
    }
    let growing = (0..<rows).filter { solver.alpha[$0] < 1 }
    let i = try #require(growing.min { solver.gradient[$0] < solver.gradient[$1] })
    var (j, maximum, gap) = (-1, 0.0, 0.0)
    for row in 0..<rows where solver.alpha[row] > 0 {
      let difference = solver.gradient[row] - solver.gradient[i]
      let curvature = product(i, i) + product(row, row) - 2 * product(i, row)
      let gain = difference * difference / (curvature > 0 ? curvature : 1e-12)
      if difference > 0, gain > maximum { (j, maximum) = (row, gain) }
      gap = max(gap, difference)
    }
    let pair = try #require(execution.withThreadTeam { solver.selectPair($0) })
    #expect(pair.i == i && pair.j == j && pair.gap == gap)
  }

  @Test func stepsAreLimited() throws {
    let table = try TestTables.clusters(rows: 200, columns: 3)
    let solution = try solve(
      table, Kernel(.rbf, gamma: 1), Options(tolerance: 1e-9, maxSteps: 7))
    #expect(solution.steps == 7)
    #expect(!solution.converged)
  }

  /// A host that answers no to a progress report stops the call; reports rise to 1.
  @Test func reportsProgressAndStops() throws {
    let table = try TestTables.clusters(rows: 400, columns: 3)
    var fractions: [Double] = []
    _ = try solve(
      table, Kernel(.rbf, gamma: 1),
      on: Execution(progress: { _, fraction in
        fractions.append(fraction)
        return true
      }))
    #expect(fractions == fractions.sorted() && fractions.last == 1)
    for limit in [1, fractions.count / 2] {
      var reports = 0
      let execution = Execution(progress: { _, _ in
        reports += 1
        return reports < limit
      })
      #expect(
        thrownCode { _ = try solve(table, Kernel(.rbf, gamma: 1), on: execution) } == .cancelled)
    }
  }

  /// Kernels that overflow are an error, never a model of NaN.
  @Test func overflowIsAnError() throws {
    let table = try TestTables.normal(rows: 10, columns: 2)
    for index in 0..<20 { table.storage[index] *= 1e149 }
    for kernel in [Kernel(.poly, degree: 3), Kernel(.rbf, gamma: 1e300)] {
      #expect(thrownCode { _ = try solve(table, kernel) } == .numericalFailure)
    }
  }
}
