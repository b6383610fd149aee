/// The trained matrices of a network, padded with zeros, back to back in one buffer. The same type
/// holds their gradients.
///
/// All rows and columns beyond the shape stay 0: their gradients are.
struct DRLWeights: Sendable {
  let shape: DRLShape
  let storage: Buffer<Float>
  /// h = leaky(leaky(x encoder1) encoder2)
  let encoder1, encoder2: FloatMatrix
  /// w = softmax(leaky(x weightNetwork1) weightNetwork2)
  let weightNetwork1, weightNetwork2: FloatMatrix
  /// What h decoder has to point along: x.
  let decoder: FloatMatrix

  /// Zeros.
  init(_ shape: DRLShape) throws {
    let sizes = Self.sizes(shape.inputWidth, shape.hiddenWidth, shape.basisWidth)
    let storage = try Buffer<Float>(repeating: 0, count: sizes.reduce(0) { $0 + $1.0 * $1.1 })
    var next = 0
    let matrices = sizes.map { rows, width in
      defer { next += rows * width }
      return FloatMatrix(storage.base + next, rows: rows, width: width, owner: storage)
    }
    (self.shape, self.storage) = (shape, storage)
    (encoder1, encoder2, weightNetwork1) = (matrices[0], matrices[1], matrices[2])
    (weightNetwork2, decoder) = (matrices[3], matrices[4])
  }

  /// Uniform in ±1 / sqrt(rows), as the published code's layers start.
  init(_ shape: DRLShape, from stream: inout RandomStream) throws {
    try self.init(shape)
    let sizes = Self.sizes(shape.inputs, shape.hidden, shape.basis)
    for (matrix, (rows, columns)) in zip(matrices, sizes) {
      let bound = 1 / Double(rows).squareRoot()
      for row in 0..<rows {
        for column in 0..<columns {
          matrix.row(row)[column] = Float(stream.uniform(-bound, bound))
        }
      }
    }
  }

  /// Rows and columns of the matrices, in their order.
  static func sizes(_ inputs: Int, _ hidden: Int, _ basis: Int) -> [(Int, Int)] {
    [(inputs, hidden), (hidden, hidden), (inputs, hidden), (hidden, basis), (hidden, inputs)]
  }

  var matrices: [FloatMatrix] { [encoder1, encoder2, weightNetwork1, weightNetwork2, decoder] }
}
