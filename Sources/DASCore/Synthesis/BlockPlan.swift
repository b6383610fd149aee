/// The division of a call's rows into components by weight, and then into blocks of constant size.
///
/// Each component owns a contiguous range of rows, sized by weight with the largest-remainder
/// method. A block's random stream is numbered by the block, so rows do not depend on threads.
struct BlockPlan: Sendable {
  struct Block: Sendable {
    let component: Int
    /// Its rows of the output.
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

  /// Gives the rows left by rounding down to the largest remainders; at a tie, to the first.
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
      // Rounding in the products may also give a row too many.
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
