extension TreeGrower {
  /// Moves the rows of one side of a split to the front of the node's range, in their order, and the
  /// others behind them; returns where those begin.
  func partitionSample(_ node: Node, _ split: Split, keepsLeft: Bool) -> Int32 {
    let column = table.column(split.feature)
    let (rows, spare) = (space.sample.base, space.spareSample.base)
    let lastBin = UInt8(truncatingIfNeeded: split.cut.bin)
    var (kept, moved) = (Int(node.first), 0)
    for place in Int(node.first)..<Int(node.end) {
      let row = rows[place]
      let stays = (column[Int(row.row)] <= lastBin) == keepsLeft
      // Both are written, one counts: no branch for the processor to guess.
      rows[kept] = row
      spare[moved] = row
      kept &+= stays ? 1 : 0
      moved &+= stays ? 0 : 1
    }
    (rows + kept).update(from: spare, count: moved)
    return Int32(truncatingIfNeeded: kept)
  }

  /// The same for the rows outside the sample.
  func partitionUnseen(_ node: Node, _ split: Split, keepsLeft: Bool) -> Int32 {
    let column = table.column(split.feature)
    let (rows, spare) = (space.unseen.base, space.spareUnseen.base)
    let lastBin = UInt8(truncatingIfNeeded: split.cut.bin)
    var (kept, moved) = (Int(node.unseenFirst), 0)
    for place in Int(node.unseenFirst)..<Int(node.unseenEnd) {
      let row = rows[place]
      let stays = (column[Int(row)] <= lastBin) == keepsLeft
      rows[kept] = row
      spare[moved] = row
      kept &+= stays ? 1 : 0
      moved &+= stays ? 0 : 1
    }
    (rows + kept).update(from: spare, count: moved)
    return Int32(truncatingIfNeeded: kept)
  }
}
