/// The rows of one class as a network sees them: some are held out, and the others come in random
/// order, again and again.
struct ClassRows: Sendable {
  let X: MatrixView
  /// All row numbers; the first `heldOut` are held out.
  private let order: Buffer<Int32>
  let heldOut: Int
  private var next: Int

  /// Holds out the rows at some positions of a permutation.
  init(_ X: MatrixView, _ permutation: Buffer<Int32>, heldOut: Range<Int>) throws {
    self.X = X
    order = try Buffer(uninitialized: X.rows)
    order.base.update(from: permutation.base + heldOut.lowerBound, count: heldOut.count)
    let rest = order.base + heldOut.count
    rest.update(from: permutation.base, count: heldOut.lowerBound)
    (rest + heldOut.lowerBound).update(
      from: permutation.base + heldOut.upperBound, count: X.rows - heldOut.upperBound)
    self.heldOut = heldOut.count
    next = X.rows
  }

  /// A random permutation of the rows of a table.
  static func permutation(
    of X: MatrixView, from stream: inout RandomStream
  ) throws -> Buffer<Int32> {
    let order = try Buffer<Int32>(uninitialized: X.rows)
    for row in 0..<X.rows { order.base[row] = Int32(row) }
    stream.shuffle(order.elements, picks: X.rows)
    return order
  }

  var trained: Int { X.rows - heldOut }

  func heldOutRow(_ index: Int) -> Int { Int(order.base[index]) }

  /// The next row of the training; a new random order begins when all were seen.
  mutating func nextRow(from stream: inout RandomStream) -> Int {
    if next == order.count {
      next = heldOut
      let rest = UnsafeMutableBufferPointer(start: order.base + heldOut, count: trained)
      stream.shuffle(rest, picks: trained)
    }
    next += 1
    return Int(order.base[next - 1])
  }
}
