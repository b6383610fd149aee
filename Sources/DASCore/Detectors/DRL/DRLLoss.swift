import CKernels

/// The training loss: the mean over a batch of
///
///     max(|r|^2, |r|^2 / |h|^2) + alignment (1 - cos(h D, x))
///
/// plus separation times the mean cosine between the weights w of different rows, over 0.8 of the
/// batch (Ye et al., eq. 3 to 7; the published code's form). r = h - w beta is the residual.
struct DRLLoss: Sendable {
  /// Factors of the terms other than the decomposition.
  let alignment, separation: Float

  /// The fraction of a batch whose rows are separated.
  static let separatedFraction = 0.8
  /// Added to squared norms in denominators.
  static let tiny: Float = 1e-12
}

// MARK: - Decomposition

extension DRLLoss {
  /// The loss of one row, multiplied by `scale`. Its residual becomes the gradient by it, and `dh`
  /// the gradient by h, both scaled alike.
  @inline(__always)
  func decompose(
    _ h: UnsafePointer<Float>, residual: UnsafeMutablePointer<Float>,
    dh: UnsafeMutablePointer<Float>, width: Int, scale: Float
  ) -> Float {
    let square = libdas_dot(residual, residual, width)
    let norm = libdas_dot(h, h, width) + Self.tiny
    let isRelative = norm < 1
    let divisor = isRelative ? norm : 1
    libdas_axpby(residual, width, 2 * scale / divisor, residual, 0)
    libdas_axpby(dh, width, 1, residual, 0)
    if isRelative {
      libdas_axpby(dh, width, -2 * scale * square / (norm * norm), h, 1)
    }
    return scale * square / divisor
  }
}

// MARK: - Alignment

extension DRLLoss {
  /// The loss of one row, whose decoded y becomes the gradient by it.
  @inline(__always)
  func align(
    _ y: UnsafeMutablePointer<Float>, with x: UnsafePointer<Float>, width: Int, scale: Float
  ) -> Float {
    let lengthX = (libdas_dot(x, x, width) + Self.tiny).squareRoot()
    let lengthY = (libdas_dot(y, y, width) + Self.tiny).squareRoot()
    let cosine = libdas_dot(x, y, width) / (lengthX * lengthY)
    let factor = alignment * scale / lengthY
    libdas_axpby(y, width, -factor / lengthX, x, factor * cosine / lengthY)
    return alignment * scale * (1 - cosine)
  }
}

// MARK: - Separation

extension DRLLoss {
  /// The loss of the first rows of a batch, and its gradient, added to `dw`.
  ///
  /// With unit vectors u and their sum s, the cosines of all pairs of different rows add to |s|^2 -
  /// m, so pairs are never visited.
  func separate(_ w: FloatMatrix, rows: Int, dw: FloatMatrix) -> Float {
    let count = max(1, Int(Double(rows) * Self.separatedFraction))
    let width = w.width
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { sum in
      guard let sum = sum.baseAddress else { return 0 }
      sum.initialize(repeating: 0, count: width)
      for row in 0..<count {
        libdas_axpby(sum, width, 1 / Self.length(w.row(row), width), w.row(row), 1)
      }
      let factor = separation / (Float(count) * Float(count))
      for row in 0..<count {
        // d |s|^2 / dw = 2 (s - (s.u) u) / |w|
        let (values, length) = (w.row(row), Self.length(w.row(row), width))
        let along = libdas_dot(sum, values, width) / (length * length)
        libdas_axpby(dw.row(row), width, 2 * factor / length, sum, 1)
        libdas_axpby(dw.row(row), width, -2 * factor * along / length, values, 1)
      }
      return factor * (libdas_dot(sum, sum, width) - Float(count))
    }
  }

  @inline(__always)
  private static func length(_ w: UnsafePointer<Float>, _ width: Int) -> Float {
    (libdas_dot(w, w, width) + tiny).squareRoot()
  }
}
