extension QuantizedNode: TensorElement { static var tensorType: TensorType { .int64 } }

extension QuantizedForest {
  /// Nodes are stored as words: their layout is part of the format.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let gaps = try grid.packed()
    writer.set(prefix + "columns", columns)
    writer.add(prefix + "starts", starts)
    writer.add(prefix + "nodes", nodes)
    writer.add(prefix + "gap_starts", gaps.starts)
    writer.add(prefix + "gap_lows", gaps.lows)
    writer.add(prefix + "gap_highs", gaps.highs)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let columns = try reader.integer(prefix + "columns", in: 1...QuantizedNode.maxFeatures)
    let grid = try ThresholdGrid(columns: columns, from: reader, under: prefix)
    let nodes = try reader.tensor(prefix + "nodes", of: QuantizedNode.self)
    let starts = try reader.tensor(prefix + "starts", of: Int.self)
    try TreeArrays<QuantizedNode>.check(starts, nodes: nodes.count, maxSize: QuantizedNode.maxNodes)
    for tree in 0..<starts.count - 1 {
      let (start, end) = (starts[tree], starts[tree + 1])
      for index in start..<end {
        try Self.check(nodes[index], at: index - start, of: end - start, columns: grid.columns)
      }
    }
    try self.init(TreeArrays(nodes: nodes, starts: starts), grid: grid)
  }

  /// Checks that children come after their parent in its tree, so that every traversal ends.
  private static func check(
    _ node: QuantizedNode, at index: Int, of count: Int, columns: Int
  ) throws {
    if node.isLeaf {
      guard node.vote <= VoteSums.whole, node.feature == 0 else {
        throw TensorReader.broken("a leaf has the vote \(node.vote)")
      }
    } else {
      guard node.childrenAfter > 0, index + node.childrenAfter + 1 < count,
        node.feature < columns
      else {
        throw TensorReader.broken("a tree node points outside its tree or its columns")
      }
    }
  }
}

extension ThresholdGrid {
  fileprivate init(columns: Int, from reader: TensorReader, under prefix: String) throws {
    let starts = try reader.tensor(prefix + "gap_starts", of: Int.self, count: columns + 1)
    let lows = try reader.finite(prefix + "gap_lows")
    let highs = try reader.finite(prefix + "gap_highs", count: lows.count)
    guard starts[0] == 0, starts[columns] == lows.count else {
      throw TensorReader.broken("its gaps are not those of its features")
    }
    for feature in 1..<starts.count {
      let count = starts[feature].subtractingReportingOverflow(starts[feature - 1])
      guard !count.overflow, (0...ThresholdGrid.maxGaps).contains(count.partialValue) else {
        throw TensorReader.broken("feature \(feature - 1) has no gaps, or too many")
      }
    }
    for feature in 1..<starts.count {
      for gap in starts[feature - 1]..<starts[feature] {
        guard lows[gap] < highs[gap], gap == starts[feature - 1] || highs[gap - 1] <= lows[gap]
        else { throw TensorReader.broken("the gaps of feature \(feature - 1) are not in order") }
      }
    }
    try self.init(starts: starts, lows: lows, highs: highs)
  }
}
