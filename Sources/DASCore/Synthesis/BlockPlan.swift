/// How the rows of one call are shared out: to components by weight, then to blocks of constant size.
///
/// MixtureComponent after component owns a range of the rows, as long as its weight says to within one row (largest
/// remainders). A block's random stream is numbered by the block, so rows do not depend on threads.
struct BlockPlan: Sendable {
  struct Block: Sendable {
    let component: Int
    /// Where its rows go.
    let rows: Range<Int>
    /// Its first row, counted within its component.
    let offset: Int
  }

  let counts: [Int]
  let blockCount: Int
  private let blockRows: Int

  init(rows: Int, weights: [Double], blockRows: Int) {
    let counts = Self.counts(of: rows, by: weights)
    self.counts = counts
    self.blockRows = blockRows
    self.blockCount = counts.reduce(0) { $0 + ($1 + blockRows - 1) / blockRows }
  }

  /// The largest remainders get the rows that rounding down leaves; the first ones at a tie.
  private static func counts(of rows: Int, by weights: [Double]) -> [Int] {
    let total = weights.reduce(0, +)
    let exact = weights.map { Double(rows) * ($0 / total) }
    var counts = exact.map { min(Int($0), rows) }
    let order = exact.indices.sorted {
      let (a, b) = (exact[$0] - exact[$0].rounded(.down), exact[$1] - exact[$1].rounded(.down))
      return a > b || (a == b && $0 < $1)
    }
    var left = rows - counts.reduce(0, +)
    var next = 0
    while left != 0 {
      // Rounding in the products may leave a row too many as well as too few.
      let step = left > 0 ? 1 : -1
      let component = order[next % order.count]
      if counts[component] + step >= 0 {
        counts[component] += step
        left -= step
      }
      next += 1
    }
    return counts
  }

  func block(_ index: Int) -> Block {
    var (index, first) = (index, 0)
    for (component, count) in counts.enumerated() {
      let blocks = (count + blockRows - 1) / blockRows
      if index < blocks {
        let offset = index * blockRows
        let end = min(offset + blockRows, count)
        return Block(component: component, rows: first + offset..<first + end, offset: offset)
      }
      index -= blocks
      first += count
    }
    return Block(component: 0, rows: 0..<0, offset: 0)
  }
}
