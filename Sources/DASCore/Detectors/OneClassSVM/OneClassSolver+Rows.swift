extension OneClassSolver {
  /// Points of a block: a thread computes their part of a kernel row and uses it while it is in the
  /// cache.
  static let blockPoints = 1024
  /// Points of a piece: few enough to prefetch the next piece while the kernel works on this one.
  private static let piecePoints = 64
  /// Multiplications below which dividing a row among threads costs more than it saves.
  private static let parallelWork = 1 << 13

  /// Passes k(x_point, x_t) for the active points t to `body`, block by block, on the threads of
  /// the team if the row is not cached.
  func forEachBlock(
    ofRow point: Int, _ team: SpinningThreadTeam,
    _ body: (_ range: Range<Int>, _ row: UnsafePointer<Double>) -> Void
  ) {
    let (row, isNew) = cache.row(point)
    func work(_ block: Int) {
      let first = block * Self.blockPoints
      let range = first..<min(first + Self.blockPoints, active)
      if isNew { fill(row, of: point, range) }
      body(range, row)
    }
    let blocks = (active + Self.blockPoints - 1) / Self.blockPoints
    if isNew, active * points.columns >= Self.parallelWork {
      team.forEach(blocks, work)
    } else {
      for block in 0..<blocks { work(block) }
    }
  }

  private func fill(_ row: UnsafeMutablePointer<Double>, of point: Int, _ range: Range<Int>) {
    let x = points.rows[point..<point + 1]
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.piecePoints) {
      let piece = first..<min(first + Self.piecePoints, range.upperBound)
      kernel.fill(row + first, stride: 0, rows: x, against: points.rows[piece])
    }
  }
}
