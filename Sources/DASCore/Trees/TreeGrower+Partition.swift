extension TreeGrower {
  /// Moves the rows of one side of a split to the front of the node's range, in their order, and the
  /// others behind them; returns where those begin.
  func partitionSample(_ node: Node, _ split: Split, keepsLeft: Bool) -> Int32 {
    let side = SplitSide(
      table.bins(of: split.feature, forRows: node.rows), split, isLeft: keepsLeft)
    let (rows, spare) = (space.sample.base, space.spareSample.base)
    var (kept, moved) = (Int(node.first), 0)
    for place in Int(node.first)..<Int(node.end) {
      let row = rows[place]
      let stays = side.holds(row.row)
      // Both are written, one counts: no branch for the processor to guess.
      rows[kept] = row
      spare[moved] = row
      kept &+= stays
      moved &+= 1 &- stays
    }
    (rows + kept).update(from: spare, count: moved)
    return Int32(truncatingIfNeeded: kept)
  }

  /// The same for the rows outside the sample.
  func partitionUnseen(_ node: Node, _ split: Split, keepsLeft: Bool) -> Int32 {
    let side = SplitSide(
      table.bins(of: split.feature, forRows: node.rows), split, isLeft: keepsLeft)
    let (rows, spare) = (space.unseen.base, space.spareUnseen.base)
    var (kept, moved) = (Int(node.unseenFirst), 0)
    for place in Int(node.unseenFirst)..<Int(node.unseenEnd) {
      let row = rows[place]
      let stays = side.holds(Int(row))
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
  func holds(_ row: Int) -> Int {
    Int(truncatingIfNeeded: (UInt32(column[row]) &- rightBin) &>> 31 ^ flip)
  }
}
