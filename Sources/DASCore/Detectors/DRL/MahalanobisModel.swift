import CKernels

/// What is usual of a network's rows: how their residuals e = h - w beta and their weights w spread over training
/// rows. Both are measured as Mahalanobis did, so that a direction in which training rows hardly differ
/// counts for more, and one that training could not tame for less.
///
/// Of residuals, probabilistic PCA (Tipping and Bishop, 1999) tells apart the axes v_j of greatest mean
/// square l_j; in all other directions their mean is rho. With b_j = 1 - sqrt(rho / l_j), the squared length of
///
///     e - sum_j b_j (v_j . e) v_j
///
/// is rho times the distance. `axes` holds the sqrt(b_j) v_j as rows. Weights are few: (w - `center`)
/// `whitening` has their distance as its squared length, over its mean.
///
/// - Complexity: O(hidden `axes` + basis^2) a row.
struct MahalanobisModel: Sendable {
  /// So many axes are told apart.
  static let mostAxes = 32
  /// Least rho, as a share of the mean of all l: residuals of few rows vanish in most directions.
  static let leastShare = 0.01
  /// What is added to the variances of weights, as a share of their mean: softmax makes one of them 0.
  static let ridge = 0.001

  let matrices: Matrices
  /// The mean of the residuals' squared length after their shrinking.
  let remainder: Double
  private let along, back, whitening: FloatPanels

  /// Rows and columns are filled up with zeros.
  struct Matrices: Sendable {
    /// Rows of `axes` without filling.
    let count: Int
    let axes, center, whitening: FloatMatrix

    /// Zeros, by which nothing is shrunk and no weights are unusual.
    init(axes count: Int, _ shape: DRLShape) throws {
      self.count = count
      axes = try FloatMatrix(rows: FloatMatrix.padded(count), columns: shape.hidden)
      center = try FloatMatrix(rows: 1, columns: shape.basis)
      whitening = try FloatMatrix(rows: shape.basisWidth, columns: shape.basis)
    }
  }

  init(_ matrices: Matrices, remainder: Double) throws {
    (self.matrices, self.remainder) = (matrices, remainder)
    along = try FloatPanels(matrices.axes, transposed: true)
    back = try FloatPanels(matrices.axes)
    whitening = try FloatPanels(matrices.whitening)
  }

  /// Shrinks the residuals of the first `rows` rows; `encoderHidden` and `weightHidden` are lost.
  func shrink(_ layers: DRLActivations, rows: Int) {
    let (residual, inner) = (layers.residual, matrices.axes.rows)
    let shares = FloatMatrix(layers.weightHidden.base, rows: rows, width: inner)
    along.multiply(residual.base, rows: rows, inner: residual.width, into: shares)
    back.multiply(shares.base, rows: rows, inner: inner, into: layers.encoderHidden)
    libdas_combine(residual.base, rows * residual.width, -1, layers.encoderHidden.base, 1)
  }

  /// The whitened weights of the first `rows` rows, in the place of `weightHidden`; w is lost.
  func whiten(_ layers: DRLActivations, rows: Int) -> FloatMatrix {
    let w = layers.w
    for row in 0..<rows { libdas_combine(w.row(row), w.width, -1, matrices.center.base, 1) }
    let whitened = FloatMatrix(layers.weightHidden.base, rows: rows, width: w.width)
    whitening.multiply(w.base, rows: rows, inner: w.width, into: whitened)
    return whitened
  }
}
