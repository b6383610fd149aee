extension ThresholdForest {
  /// Nodes are stored by field, so that the file does not depend on the layout of a struct.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let thresholds = try Buffer<Double>(uninitialized: nodes.count)
    let features = try Buffer<Int32>(uninitialized: nodes.count)
    let children = try Buffer<Int32>(uninitialized: nodes.count)
    let values = try Buffer<Double>(uninitialized: nodes.count)
    for index in 0..<nodes.count {
      let node = nodes[index]
      // A leaf has a value and no threshold, an inner node the reverse.
      thresholds[index] = node.isLeaf ? 0 : node.threshold
      values[index] = node.isLeaf ? node.leafValue : 0
      features[index] = node.feature
      children[index] = node.left
    }
    writer.set(prefix + "columns", columns)
    writer.add(prefix + "starts", starts)
    writer.add(prefix + "thresholds", thresholds)
    writer.add(prefix + "features", features)
    writer.add(prefix + "children", children)
    writer.add(prefix + "values", values)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let values = try reader.finite(prefix + "values")
    let thresholds = try reader.finite(prefix + "thresholds", count: values.count)
    let features = try reader.tensor(prefix + "features", of: Int32.self, count: values.count)
    let children = try reader.tensor(prefix + "children", of: Int32.self, count: values.count)
    let starts = try reader.tensor(prefix + "starts", of: Int.self)
    let columns = try reader.integer(prefix + "columns", in: 1...Int(Int32.max))
    try TreeArrays<TreeNode>.check(starts, nodes: values.count, maxSize: Int(Int32.max))
    let nodes = try Buffer<TreeNode>(uninitialized: values.count)
    for tree in 0..<starts.count - 1 {
      let (start, end) = (starts[tree], starts[tree + 1])
      for index in start..<end {
        nodes[index] = try Self.node(
          at: index - start, of: end - start, threshold: thresholds[index],
          feature: features[index], child: children[index], value: values[index],
          columns: columns)
      }
    }
    self.init(TreeArrays(nodes: nodes, starts: starts), columns: columns)
  }

  /// A node whose children come after it in its tree, so that every traversal ends.
  private static func node(
    at index: Int, of count: Int, threshold: Double, feature: Int32, child: Int32, value: Double,
    columns: Int
  ) throws -> TreeNode {
    if Int(child) == index {
      guard TreeNode.leafValues.contains(value) else {
        throw TensorReader.broken("a leaf has the value \(value)")
      }
      return .leaf(at: index, value: value)
    }
    guard Int(child) > index, Int(child) + 1 < count, feature >= 0, Int(feature) < columns else {
      throw TensorReader.broken("a tree node points outside its tree or its columns")
    }
    return TreeNode(threshold: threshold, feature: feature, left: child)
  }
}
