import Glibc
import Testing

@testable import DASCore

@Suite struct IsolationTreeGrowerTests {
  private func grow(_ table: Matrix, features: Int? = nil, tree: Int = 0) throws -> Buffer<TreeNode>
  {
    var stream = RandomStream(seed: 11, purpose: .test, index: tree)
    let sample = try stream.sample(table.rows, below: table.rows)
    var grower = try IsolationTreeGrower(
      table.view, sample: sample, featureCount: features ?? table.columns, stream: stream)
    return try grower.grow()
  }

  /// Checks each node that the rows reach: both sides of a split have rows, the height limit is
  /// respected, and a leaf's value is its depth plus c of its rows.
  private func check(_ tree: Buffer<TreeNode>, _ table: Matrix) {
    let limit = table.rows > 1 ? Int(ceil(log2(Double(table.rows)))) : 0
    var seen = 0
    func visit(_ index: Int, _ rows: [Int], depth: Int) {
      seen += 1
      let node = tree[index]
      guard Int(node.left) != index else {
        let length = Double(depth) + IsolationForest.averagePathLength(of: rows.count)
        #expect(abs(node.leafValue - length) <= 0x1p-45)
        // A leaf below the limit holds equal rows.
        if depth < limit { #expect(Set(rows.map { row in values(table, row) }).count == 1) }
        return
      }
      let isLeft = { (row: Int) in table[row, Int(node.feature)] <= node.threshold }
      let (left, right) = (rows.filter(isLeft), rows.filter { !isLeft($0) })
      #expect(!left.isEmpty && !right.isEmpty && depth < limit)
      visit(Int(node.left), left, depth: depth + 1)
      visit(Int(node.left) + 1, right, depth: depth + 1)
    }
    visit(0, Array(0..<table.rows), depth: 0)
    #expect(seen == tree.count)
  }

  private func values(_ table: Matrix, _ row: Int) -> [Double] {
    (0..<table.columns).map { table[row, $0] }
  }

  @Test(arguments: [1, 2, 3, 5, 64, 200]) func treesIsolateRows(_ rows: Int) throws {
    for number in 0..<5 {
      let smooth = try TestTables.normal(rows: rows, columns: 3, seed: UInt64(number))
      check(try grow(smooth, tree: number), smooth)
      let coarse = try TestTables.discrete(rows: rows, columns: 4, levels: 2, seed: UInt64(number))
      check(try grow(coarse, tree: number), coarse)
    }
  }

  /// Between adjacent doubles only the lower value is a threshold.
  @Test func neighbouringDoublesAreParted() throws {
    let (low, high) = (1e16, (1e16).nextUp)
    let table = try Matrix([[low], [high], [high], [low]])
    for number in 0..<50 {
      let tree = try grow(table, tree: number)
      check(tree, table)
      #expect(tree[0].threshold == low)
    }
  }

  /// A range that overflows still has a threshold.
  @Test func greatestDoublesAreParted() throws {
    let maximum = Double.greatestFiniteMagnitude
    let table = try Matrix(storage: Buffer([-maximum, maximum, 0]), columns: 1)
    for number in 0..<10 { check(try grow(table, tree: number), table) }
  }

  /// Splits use the requested number of features, and different trees different ones.
  @Test func featuresAreDrawnOnceATree() throws {
    let table = try TestTables.normal(rows: 64, columns: 10)
    var all: Set<Int32> = []
    for number in 0..<20 {
      let tree = try grow(table, features: 2, tree: number)
      let used = Set(
        tree.array.enumerated().filter { $0.offset != Int($0.element.left) }.map {
          $0.element.feature
        })
      #expect(used.count == 2)
      all.formUnion(used)
    }
    #expect(all.count > 5)
  }

  /// Varying features are equally likely, and constant ones are never drawn.
  @Test func rootFeatureIsUniformAmongThoseThatVary() throws {
    let table = try TestTables.normal(rows: 8, columns: 6)
    for row in 0..<8 {
      for column in [0, 2, 5] { table[row, column] = 7 }
    }
    var counts = [Int](repeating: 0, count: 6)
    for number in 0..<3000 {
      counts[Int(try grow(table, tree: number)[0].feature)] += 1
    }
    for column in [0, 2, 5] { #expect(counts[column] == 0) }
    // Five standard deviations of a count with mean 1000.
    for column in [1, 3, 4] { #expect(abs(counts[column] - 1000) < 130) }
  }
}
