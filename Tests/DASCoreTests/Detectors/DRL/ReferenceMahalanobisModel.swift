@testable import DASCore

/// `MahalanobisModel` in double precision.
struct ReferenceMahalanobisModel {
  /// Without padding.
  let axes, whitening: [[Double]]
  let center: [Double]

  init(_ member: EnsembleMember) {
    let matrices = member.scoreNormalization.mahalanobis.matrices
    let (hidden, basis) = (member.network.shape.hidden, member.network.shape.basis)
    func rows(_ matrix: FloatMatrix, _ count: Int, _ columns: Int) -> [[Double]] {
      (0..<count).map { row in (0..<columns).map { Double(matrix.row(row)[$0]) } }
    }
    axes = rows(matrices.axes, matrices.count, hidden)
    whitening = rows(matrices.whitening, basis, basis)
    center = rows(matrices.center, 1, basis)[0]
  }

  /// e - sum_j (a_j . e) a_j
  func shrunk(_ residual: [Double]) -> [Double] {
    var left = residual
    for axis in axes {
      let along = Self.dot(axis, residual)
      for index in left.indices { left[index] -= along * axis[index] }
    }
    return left
  }

  /// (w - center) whitening
  func whitened(_ w: [Double]) -> [Double] {
    let moved = zip(w, center).map { $0 - $1 }
    return w.indices.map { column in Self.dot(moved, whitening.map { $0[column] }) }
  }

  func residualDistance(_ residual: [Double]) -> Double {
    let left = shrunk(residual)
    return Self.dot(left, left)
  }

  func weightDistance(_ w: [Double]) -> Double {
    let values = whitened(w)
    return Self.dot(values, values)
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension ReferenceLoss {
  /// The loss of a member's network for the rows of a table.
  init(_ member: EnsembleMember, _ table: Matrix) throws {
    let scaled = try Matrix(rows: table.rows, columns: table.columns)
    member.input.scaling.apply(to: table.view, 0..<table.rows, into: scaled.storage.base)
    self.init(
      member.network,
      rows: (0..<table.rows).map { row in
        (0..<table.columns).map { scaled[row, $0] } + [1]
      })
  }
}
