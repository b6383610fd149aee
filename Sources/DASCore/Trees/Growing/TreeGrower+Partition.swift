extension TreeGrower {
  /// Partitions the rows of a node in place: first those of the heavier child, then those of the
  /// lighter one, both in their order.
  func partition(_ node: Node, _ split: Split, into children: inout Children) {
    let side = SplitSide(
      table.bins(of: split.feature, forRows: node.rows), split, isLeft: children.heavyIsLeft)
    let end =
      children.arePureLeaves
      ? node.end : partition(workspace.inBagRows.base, node.first, node.end, side)
    let outOfBagEnd = partition(
      workspace.outOfBagRows.base, node.outOfBagFirst, node.outOfBagEnd, side)
    children.partition(at: end, outOfBag: outOfBagEnd)
  }

  /// Moves the rows of one side to the front of a range, and the others after them; returns the
  /// index of the first of the others.
  private func partition(
    _ rows: UnsafeMutablePointer<UInt32>, _ first: Int32, _ end: Int32, _ side: SplitSide
  ) -> Int32 {
    let spare = workspace.spare.base
    var (kept, moved) = (Int(first), 0)
    for index in Int(first)..<Int(end) {
      let row = rows[index]
      let stays = side.contains(row)
      // Both are written and one counter advances: no branch to mispredict.
      rows[kept] = row
      spare[moved] = row
      kept &+= stays
      moved &+= 1 &- stays
    }
    (rows + kept).update(from: spare, count: moved)
    return Int32(truncatingIfNeeded: kept)
  }
}

/// A test, without branches, of which side of a split a row is on.
private struct SplitSide {
  private let column: BinColumn
  private let rightBin: UInt32
  private let flip: UInt32

  init(_ column: BinColumn, _ split: TreeGrower.Split, isLeft: Bool) {
    self.column = column
    rightBin = UInt32(truncatingIfNeeded: split.threshold.bin &+ 1)
    flip = isLeft ? 0 : 1
  }

  /// 1 for a row on this side, else 0. The sign of the difference of bins is set on the left.
  @inline(__always)
  func contains(_ row: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt32(column[row]) &- rightBin) &>> 31 ^ flip)
  }
}
