import CKernels

/// The activations of a network for some rows.
struct DRLActivations: Sendable {
  /// The scaled rows.
  let x: FloatMatrix
  /// The hidden layers of the encoder and of the weight network.
  let encoderHidden, weightHidden: FloatMatrix
  /// Rows in the latent space.
  let h: FloatMatrix
  /// The weights of the basis vectors.
  let w: FloatMatrix
  /// h less its decomposition.
  let residual: FloatMatrix
  /// The decoded h.
  let y: FloatMatrix

  /// The number of elements in the layers of `rows` rows.
  static func size(_ shape: DRLShape, rows: Int) -> Int {
    rows * (2 * shape.inputWidth + 4 * shape.hiddenWidth + shape.basisWidth)
  }

  /// Layers in memory for `size` elements, of `owner` or of the caller.
  init(
    _ shape: DRLShape, rows: Int, in memory: UnsafeMutablePointer<Float>,
    owner: Buffer<Float>? = nil
  ) {
    var next = memory
    func layer(_ width: Int) -> FloatMatrix {
      defer { next += rows * width }
      return FloatMatrix(next, rows: rows, width: width, owner: owner)
    }
    x = layer(shape.inputWidth)
    encoderHidden = layer(shape.hiddenWidth)
    weightHidden = layer(shape.hiddenWidth)
    h = layer(shape.hiddenWidth)
    w = layer(shape.basisWidth)
    residual = layer(shape.hiddenWidth)
    y = layer(shape.inputWidth)
  }

  /// |h - w beta|^2 of a row, finite for any row.
  @inline(__always)
  func distance(_ row: Int) -> Double { Self.square(residual, row) }

  /// The squared length of a layer's row, finite for any row.
  @inline(__always)
  static func square(_ layer: FloatMatrix, _ row: Int) -> Double {
    let square = libdas_dot(layer.row(row), layer.row(row), layer.width)
    return Double(square.isFinite ? square : .greatestFiniteMagnitude)
  }

  /// 1 - cos(y, x) of a row, finite for any row; overwrites y.
  ///
  /// It is computed as half the squared distance of the unit vectors, which loses no digits if they
  /// are close.
  @inline(__always)
  func deviation(_ row: Int) -> Double {
    let (x, y, width) = (x.row(row), y.row(row), y.width)
    let lengthX = (libdas_dot(x, x, width) + DRLLoss.tiny).squareRoot()
    let lengthY = (libdas_dot(y, y, width) + DRLLoss.tiny).squareRoot()
    libdas_axpby(y, width, -1 / lengthX, x, 1 / lengthY)
    let half = libdas_dot(y, y, width) / 2
    return Double(half.isFinite ? half : 2)
  }
}

extension DRLActivations {
  /// Layers of zeros in memory of their own.
  init(_ shape: DRLShape, rows: Int) throws {
    let memory = try Buffer<Float>(repeating: 0, count: Self.size(shape, rows: rows))
    self.init(shape, rows: rows, in: memory.base, owner: memory)
  }
}
