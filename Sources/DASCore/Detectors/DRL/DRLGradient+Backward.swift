import CKernels

extension DRLGradient {
  /// max(|r|^2, |r|^2 / |h|^2), with its gradients by h and w.
  func decomposition(_ rows: Int) -> Float {
    let (width, scale) = (shape.hiddenWidth, 1 / Float(rows))
    var sum: Float = 0
    for row in 0..<rows {
      sum += loss.decompose(
        layers.h.row(row), residual: layers.residual.row(row), dh: dh.row(row), width: width,
        scale: scale)
    }
    // r = h - w beta, so the gradient by w is that by r times -beta^T.
    backBasis.multiply(layers.residual.base, rows: rows, inner: width, into: dw)
    libdas_axpby(dw.base, rows * dw.width, -1, dw.base, 0)
    return sum
  }

  /// alignment (1 - cos(h D, x)): the gradient by D, and the addition to the gradient by h. The
  /// gradient by y = h D overwrites y.
  func alignment(_ rows: Int) -> Float {
    let (y, hidden) = (layers.y, shape.hiddenWidth)
    forward.decode(layers, rows: rows)
    var sum: Float = 0
    for row in 0..<rows {
      sum += loss.align(
        y.row(row), with: layers.x.row(row), width: y.width, scale: 1 / Float(rows))
    }
    multiplyTransposed(layers.h, by: y, rows: rows, into: gradient.decoder)
    backDecoder.multiply(y.base, rows: rows, inner: y.width, into: spare)
    libdas_axpby(dh.base, rows * hidden, 1, spare.base, 1)
    return sum
  }

  /// The separation, and the gradients by the matrices of the weight network.
  func backThroughWeightNetwork(_ rows: Int) -> Float {
    let separation = loss.separation > 0 ? loss.separate(layers.w, rows: rows, dw: dw) : 0
    if weightActivation == .softmax { backThroughSoftmax(rows) }
    multiplyTransposed(layers.weightHidden, by: dw, rows: rows, into: gradient.weightNetwork2)
    backWeightNetwork2.multiply(dw.base, rows: rows, inner: dw.width, into: spare)
    Self.deactivate(spare, at: layers.weightHidden, rows: rows)
    multiplyTransposed(layers.x, by: spare, rows: rows, into: gradient.weightNetwork1)
    return separation
  }

  /// The gradients by the matrices of the encoder.
  func backThroughEncoder(_ rows: Int) {
    Self.deactivate(dh, at: layers.h, rows: rows)
    multiplyTransposed(layers.encoderHidden, by: dh, rows: rows, into: gradient.encoder2)
    backEncoder2.multiply(dh.base, rows: rows, inner: dh.width, into: spare)
    Self.deactivate(spare, at: layers.encoderHidden, rows: rows)
    multiplyTransposed(layers.x, by: spare, rows: rows, into: gradient.encoder1)
  }

  /// dw <- w (dw - w.dw), row by row.
  private func backThroughSoftmax(_ rows: Int) {
    for row in 0..<rows {
      let (w, d) = (layers.w.row(row), dw.row(row))
      let along = libdas_dot(w, d, dw.width)
      for index in 0..<shape.basis { d[index] = w[index] * (d[index] - along) }
    }
  }

  /// C <- A^T B over the first `rows` rows of both.
  private func multiplyTransposed(
    _ a: FloatMatrix, by b: FloatMatrix, rows: Int, into c: FloatMatrix
  ) {
    a.transpose(rows: rows, into: transposed)
    right.pack(b, rows: rows)
    right.multiply(transposed.base, rows: a.width, inner: rows, into: c)
  }

  /// The backward pass of leaky, for the gradient by the input of `layer`.
  private static func deactivate(_ gradient: FloatMatrix, at layer: FloatMatrix, rows: Int) {
    libdas_leaky_relu_backward(gradient.base, rows * layer.width, layer.base, DRLForward.slope)
  }
}
