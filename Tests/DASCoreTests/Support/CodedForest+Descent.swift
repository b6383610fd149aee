@testable import DASCore

extension CodedForest {
  /// The votes of all leaves, in the order of the nodes.
  var leafVotes: [UInt64] { nodes.array.filter(\.isLeaf).map(\.vote) }

  /// The leaf that a row falls into in a tree, counted from the forest's first node: by real thresholds, as
  /// the definition of `CutGrid` has them.
  func leaf(of row: UnsafePointer<Double>, tree: Int) -> Int {
    var index = starts[tree]
    while !nodes[index].isLeaf {
      let node = nodes[index]
      let isRight = row[node.feature] > threshold(of: node)
      index += node.childrenAfter + (isRight ? 1 : 0)
    }
    return index
  }

  private func threshold(of node: CodedNode) -> Double {
    let (gap, place) = (node.code / CutGrid.places, node.code % CutGrid.places)
    let (low, high) = (grid.lows(of: node.feature)[gap], grid.highs(of: node.feature)[gap])
    return low + (high - low) * Double(place) / Double(CutGrid.places)
  }
}
