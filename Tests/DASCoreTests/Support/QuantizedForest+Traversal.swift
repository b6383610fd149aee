@testable import DASCore

extension QuantizedForest {
  /// The votes of all leaves, in the order of the nodes.
  var leafVotes: [UInt64] { nodes.array.filter(\.isLeaf).map(\.vote) }

  /// The leaf of a row in a tree, counted from the forest's first node, by the real thresholds that
  /// define `ThresholdGrid`.
  func leaf(of row: UnsafePointer<Double>, tree: Int) -> Int {
    var index = starts[tree]
    while !nodes[index].isLeaf {
      let node = nodes[index]
      let isRight = row[node.feature] > threshold(of: node)
      index += node.childrenAfter + (isRight ? 1 : 0)
    }
    return index
  }

  private func threshold(of node: QuantizedNode) -> Double {
    let (gap, position) = (
      node.threshold / ThresholdGrid.positions, node.threshold % ThresholdGrid.positions
    )
    let (low, high) = (grid.lows(of: node.feature)[gap], grid.highs(of: node.feature)[gap])
    return low + (high - low) * Double(position) / Double(ThresholdGrid.positions)
  }
}
