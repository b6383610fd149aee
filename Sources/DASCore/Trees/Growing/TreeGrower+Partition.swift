extension TreeGrower {
  /// Parts the rows of a node: the rows of the heavier child stay in front, in their order, those of the
  /// lighter one follow.
  func part(_ node: Node, _ split: Split, into children: inout Children) {
    let side = SplitSide(
      table.bins(of: split.feature, forRows: node.rows), split, isLeft: children.heavyIsLeft)
    let end =
      children.arePureLeaves
      ? node.end : part(space.sample.base, node.first, node.end, side)
    let unseenEnd = part(space.unseen.base, node.unseenFirst, node.unseenEnd, side)
    children.part(at: end, unseen: unseenEnd)
  }

  /// Moves the rows of one side to the front of a range, and the others behind them; returns where those
  /// begin.
  private func part(
    _ rows: UnsafeMutablePointer<UInt32>, _ first: Int32, _ end: Int32, _ side: SplitSide
  ) -> Int32 {
    let spare = space.spare.base
    var (kept, moved) = (Int(first), 0)
    for place in Int(first)..<Int(end) {
      let row = rows[place]
      let stays = side.holds(row)
      // Both are written, one counts: no branch for the processor to guess.
      rows[kept] = row
      spare[moved] = row
      kept &+= stays
      moved &+= 1 &- stays
    }
    (rows + kept).update(from: spare, count: moved)
    return Int32(truncatingIfNeeded: kept)
  }
}

/// One side of a split, asked without branches.
private struct SplitSide {
  private let column: BinColumn
  private let rightBin: UInt32
  private let flip: UInt32

  init(_ column: BinColumn, _ split: TreeGrower.Split, isLeft: Bool) {
    self.column = column
    rightBin = UInt32(truncatingIfNeeded: split.cut.bin &+ 1)
    flip = isLeft ? 0 : 1
  }

  /// 1 where the row is on this side, else 0: the sign of the difference of bins says left.
  @inline(__always)
  func holds(_ row: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt32(column[row]) &- rightBin) &>> 31 ^ flip)
  }
}
