/// The empirical distribution of each column of a table, frozen, with an index for fast exact look-up.
///
/// A column is held as its distinct values v_0 < v_1 < ... and, for each, how many of the table's values lie
/// below it, both closed by a sentinel: v = +infinity, below = n. For a value x the first v_i >= x
/// gives both counts that an ECDF needs: `below[i]` values are < x, and `below[i + 1]` are <= x
/// where v_i = x. Ties are exact.
///
/// - Complexity: O(n d) memory, about 16 bytes a value; a look-up costs what `CellIndex` says.
struct EmpiricalDistributions: Sendable {
  /// The number of values in each column.
  let count: Int
  let columns: Int
  /// Column c owns the places `starts[c] ..< starts[c + 1]` of `values` and `below`.
  let starts: Buffer<Int>
  let values: Buffer<Double>
  let below: Buffer<Int32>
  private let index: CellIndex

  /// Adopts tables in the form described above.
  init(
    count: Int, starts: Buffer<Int>, values: Buffer<Double>, below: Buffer<Int32>,
    on execution: Execution
  ) throws {
    (self.count, self.columns) = (count, starts.count - 1)
    (self.starts, self.values, self.below) = (starts, values, below)
    index = try CellIndex(starts: starts, values: values, on: execution)
  }

  /// For each of `count` values: how many of the column's values are below it, and not above it.
  ///
  /// The tables of a long column lie beyond the caches. So the values go through the steps of the search
  /// together, a batch at a time: the loads of one step do not wait for each other, and the branches
  /// that cannot be foreseen come when their data have arrived.
  func rank(
    _ queries: UnsafePointer<Double>, count: Int, column: Int,
    below: UnsafeMutablePointer<Int32>, through: UnsafeMutablePointer<Int32>
  ) {
    let start = starts.base[column]
    let (values, counts) = (values.base + start, self.below.base + start)
    let finder = index.column(column)
    for batch in stride(from: 0, to: count, by: Self.batch) {
      let size = min(Self.batch, count &- batch)
      let (queries, below, through) = (queries + batch, below + batch, through + batch)
      finder.findPlaces(of: queries, count: size, in: values, into: below, scratch: through)
      for row in 0..<size {
        through[row] = below[row] &+ (values[Int(below[row])] == queries[row] ? 1 : 0)
      }
      // Without ties a place is its own count: a table less to read.
      if starts.base[column &+ 1] &- start == self.count &+ 1 { continue }
      for row in 0..<size {
        (below[row], through[row]) = (counts[Int(below[row])], counts[Int(through[row])])
      }
    }
  }

  private static let batch = 256
}
