extension TreeArrays {
  /// Checks that every tree has at least its root, and that the trees fill the nodes.
  static func check(_ starts: Buffer<Int>, nodes: Int, maxSize: Int) throws {
    guard starts.count >= 2, starts[0] == 0, starts[starts.count - 1] == nodes else {
      throw TensorReader.broken("its trees do not fill its nodes")
    }
    for tree in 1..<starts.count {
      let size = starts[tree].subtractingReportingOverflow(starts[tree - 1])
      guard !size.overflow, size.partialValue >= 1, size.partialValue < maxSize else {
        throw TensorReader.broken("tree \(tree - 1) has no nodes, or too many")
      }
    }
  }
}
