import CKernels

extension TreeGrower {
  /// Partitions the rows of a node in place: first those of the heavier child, then those of the
  /// lighter one, both in their order.
  func partition(_ node: Node, _ split: Split, into children: inout Children) {
    let column = table.bins(of: split.feature, forRows: node.rows)
    var list = libdas_row_partition(
      rows: workspace.inBagRows.base + Int(node.first), count: node.rows, bins: column.base,
      stride: column.stride, last_left_bin: UInt32(truncatingIfNeeded: split.threshold.bin),
      keeps_left: children.heavyIsLeft ? 1 : 0, spare: workspace.spare.base)
    let kept = children.arePureLeaves ? node.rows : libdas_partition_rows(&list)
    list.rows = workspace.outOfBagRows.base + Int(node.outOfBagFirst)
    list.count = Int(node.outOfBagEnd &- node.outOfBagFirst)
    let outOfBagKept = libdas_partition_rows(&list)
    children.partition(
      at: node.first &+ Int32(truncatingIfNeeded: kept),
      outOfBag: node.outOfBagFirst &+ Int32(truncatingIfNeeded: outOfBagKept))
  }
}
