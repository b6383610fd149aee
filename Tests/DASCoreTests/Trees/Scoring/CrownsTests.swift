import Testing

@testable import DASCore

@Suite struct CrownsTests {
  /// Rows leave the crown at the node that four steps of a plain descent lead to, at a leaf where
  /// one comes sooner; also values at a threshold.
  @Test func waysLeadWhereFourStepsDo() throws {
    let nodes: [TreeNode] = [
      TreeNode(threshold: 0, feature: 1, left: 1), TreeNode(threshold: 1, feature: 0, left: 3),
      .leaf(at: 2, value: 2), TreeNode(threshold: -1, feature: 1, left: 5),
      TreeNode(threshold: 2, feature: 0, left: 7), .leaf(at: 5, value: 5),
      TreeNode(threshold: -0.5, feature: 0, left: 9), .leaf(at: 7, value: 7),
      .leaf(at: 8, value: 8),
      TreeNode(threshold: -2, feature: 1, left: 11), .leaf(at: 10, value: 10),
      .leaf(at: 11, value: 11), .leaf(at: 12, value: 12),
    ]
    let crowns = try Crowns(
      nodes: try Buffer(nodes + [.leaf(at: 0, value: 1)]), starts: try Buffer([0, 13, 14]))
    var stream = RandomStream(seed: 1, purpose: .test, index: 0)
    let columns = try Buffer<Double>(uninitialized: 2 * Crowns.rows)
    let edges = [-2, -1, -0.5, 0, 1, 2.0]
    for place in 0..<columns.count {
      columns[place] = place % 3 == 0 ? edges[stream.below(6)] : stream.uniform(-3, 3)
    }
    let ways = try Buffer<Int64>(repeating: -1, count: Crowns.rows)
    let exits = crowns.pass(0, columns.base, into: ways.base)
    for row in 0..<Crowns.rows {
      var node = 0
      for _ in 0..<4 {
        let isRight = columns[Int(nodes[node].feature) * Crowns.rows + row] > nodes[node].threshold
        node = Int(nodes[node].left) + (isRight ? 1 : 0)
      }
      #expect(exits[Int(ways[row])] == node)
    }
    let root = crowns.pass(1, columns.base, into: ways.base)
    #expect((0..<Crowns.rows).allSatisfy { root[Int(ways[$0])] == 0 })
  }
}
