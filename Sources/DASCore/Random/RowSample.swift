/// A random sample of a table's rows, without replacement. It represents the table wherever work
/// grows with the square of the rows. A table of at most the maximum size is its own sample.
struct RowSample: Sendable {
  /// The numbers of the sampled rows, ascending.
  let rows: Buffer<Int32>

  init(of population: Int, atMost maxRows: Int, seed: UInt64) throws {
    let everyRow = try Buffer<Int32>(uninitialized: population)
    for row in 0..<population { everyRow[row] = Int32(row) }
    let count = min(population, maxRows)
    if count < population {
      var random = RandomStream(seed: seed, purpose: .reference)
      random.shuffle(everyRow.elements, picks: count)
    }
    self.rows = try Buffer(uninitialized: count)
    for index in 0..<count { rows[index] = everyRow[index] }
    var ascending = rows.elements
    ascending.sort()
  }

  var count: Int { rows.count }

  /// The index of a table's row in the sample, or -1.
  func index(of row: Int32) -> Int32 {
    let index = rows.lowerBound(of: row)
    return index < rows.count && rows[index] == row ? Int32(index) : -1
  }
}
