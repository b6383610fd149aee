import CKernels

/// Covariance models of a network's residuals e = h - w beta and weights w over the training rows.
/// Mahalanobis distances emphasise directions in which training rows hardly differ, and discount
/// those that training could not fit.
///
/// For residuals, probabilistic PCA (Tipping and Bishop, 1999) keeps the axes v_j of largest mean
/// square l_j, and models all other directions by their mean rho. With b_j = 1 - sqrt(rho / l_j),
/// the squared length of
///
///     e - sum_j b_j (v_j . e) v_j
///
/// is rho times the squared distance. `axes` holds the sqrt(b_j) v_j as rows. Weights are few: the
/// squared length of (w - `center`) `whitening` is their squared distance, over its mean.
///
/// - Complexity: O(hidden `axes` + basis^2) a row.
struct MahalanobisModel: Sendable {
  /// The maximum number of axes that are kept.
  static let maxAxes = 32
  /// The minimum of rho, as a fraction of the mean of all l: residuals of few rows vanish in most
  /// directions.
  static let minResidualFraction = 0.01
  /// Added to the variances of weights, as a fraction of their mean: softmax makes one of them 0.
  static let ridge = 0.001

  let matrices: Matrices
  /// The mean squared length of shrunk residuals.
  let remainder: Double
  private let along, back, whitening: FloatPanels

  /// Rows and columns are padded with zeros.
  struct Matrices: Sendable {
    /// Rows of `axes` without padding.
    let count: Int
    let axes, center, whitening: FloatMatrix

    /// Zeros, which shrink nothing and measure no weights.
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

  /// Shrinks the residuals of the first `rows` rows; overwrites `encoderHidden` and `weightHidden`.
  func shrink(_ layers: DRLActivations, rows: Int) {
    let (residual, inner) = (layers.residual, matrices.axes.rows)
    let coordinates = FloatMatrix(layers.weightHidden.base, rows: rows, width: inner)
    along.multiply(residual.base, rows: rows, inner: residual.width, into: coordinates)
    back.multiply(coordinates.base, rows: rows, inner: inner, into: layers.encoderHidden)
    libdas_axpby(residual.base, rows * residual.width, -1, layers.encoderHidden.base, 1)
  }

  /// The whitened weights of the first `rows` rows, in the memory of `weightHidden`; overwrites w.
  func whiten(_ layers: DRLActivations, rows: Int) -> FloatMatrix {
    let w = layers.w
    for row in 0..<rows { libdas_axpby(w.row(row), w.width, -1, matrices.center.base, 1) }
    let whitened = FloatMatrix(layers.weightHidden.base, rows: rows, width: w.width)
    whitening.multiply(w.base, rows: rows, inner: w.width, into: whitened)
    return whitened
  }
}
