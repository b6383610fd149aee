import Testing

@testable import DASCore

@Suite struct BlockPlanTests {
  /// Blocks tile the rows in order, and each component has its share to within one row.
  @Test(arguments: [0, 1, 2, 3, 10, 1000, 1024, 1025, 123_457])
  func blocksTileTheRows(rows: Int) {
    let weights = [1.0, 0.5, 2, 1e-6]
    let plan = BlockPlan(rows: rows, weights: weights, blockRows: 100)
    var next = 0
    for index in 0..<plan.blockCount {
      let block = plan.block(index)
      #expect(block.rows.lowerBound == next && (1...100).contains(block.rows.count))
      #expect(block.offset == next - plan.counts[..<block.component].reduce(0, +))
      next = block.rows.upperBound
    }
    #expect(next == rows)
    for (count, weight) in zip(plan.counts, weights) {
      #expect(abs(Double(count) - Double(rows) * weight / 3.500001) < 1)
    }
  }

  @Test func fewRowsGoToTheHeaviestComponents() {
    #expect(BlockPlan(rows: 1, weights: [1, 3, 2], blockRows: 8).counts == [0, 1, 0])
    #expect(BlockPlan(rows: 2, weights: [1, 1, 1], blockRows: 8).counts == [1, 1, 0])
  }
}
