import CKernels
import Glibc

/// The Minkowski distance of order p with a factor f_j for each column j:
///
///     d(x, y) = (sum_j (f_j |x_j - y_j|)^p)^(1/p),   p >= 1
///
/// p = 1 is the Manhattan distance, p = 2 the Euclidean. Factors standardise columns without a copy
/// of the rows; they are 1 for rows taken as they are. Every search ends in this formula.
///
/// Differences come first: rows far from the origin lose no digits, and a row is at distance 0 from
/// its copy. Orders other than 1 and 2 divide by the largest term, so that no power overflows.
struct RowDistance: Sendable {
  let p: Double
  let factors: Buffer<Double>
  /// The minimum and maximum ratio of this distance to the Euclidean: |z|_p lies between |z|_2 and
  /// d^(1/p - 1/2) |z|_2 for d columns.
  let euclideanRatios: ClosedRange<Double>

  init(p: Double, factors: Buffer<Double>) {
    (self.p, self.factors) = (p, factors)
    let ratio = p == 2 ? 1 : pow(Double(max(factors.count, 1)), 1 / p - 0.5)
    euclideanRatios = min(ratio, 1)...max(ratio, 1)
  }

  /// The distance of rows as they are.
  init(p: Double = 2, columns: Int) throws {
    self.init(p: p, factors: try Buffer(repeating: 1, count: columns))
  }

  var columns: Int { factors.count }

  /// The Manhattan distance for p = 1, else the Euclidean: the distance that bounds are computed
  /// in.
  func reach(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    p == 1 ? manhattan(x, y) : squaredEuclidean(x, y).squareRoot()
  }

  @inline(__always)
  func callAsFunction(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    if p == 2 { return squaredEuclidean(x, y).squareRoot() }
    return p == 1 ? manhattan(x, y) : minkowski(x, y)
  }

  @inline(__always)
  private func squaredEuclidean(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    let f = UnsafePointer(factors.base)
    return VectorOperations.sum(columns) {
      let difference =
        VectorOperations.load(f + $0)
        * (VectorOperations.load(x + $0) - VectorOperations.load(y + $0))
      return difference * difference
    } single: {
      let difference = f[$0] * (x[$0] - y[$0])
      return difference * difference
    }
  }

  private func manhattan(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    let f = UnsafePointer(factors.base)
    return VectorOperations.sum(columns) {
      let difference = VectorOperations.load(x + $0) - VectorOperations.load(y + $0)
      return VectorOperations.load(f + $0)
        * difference.replacing(with: -difference, where: difference .< 0)
    } single: {
      f[$0] * (x[$0] - y[$0]).magnitude
    }
  }

  private func minkowski(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    var greatest = 0.0
    for column in 0..<columns {
      greatest = max(greatest, factors.base[column] * (x[column] - y[column]).magnitude)
    }
    guard greatest > 0, greatest < .infinity else { return greatest }
    var sum = 0.0
    for column in 0..<columns {
      sum += pow(factors.base[column] * (x[column] - y[column]).magnitude / greatest, p)
    }
    return greatest * pow(sum, 1 / p)
  }
}

// MARK: - Sums

extension RowDistance {
  /// Whether a distance is a sum over the columns, or the root of one.
  var isSum: Bool { p == 1 || p == 2 }

  /// The distance that a sum stands for.
  @inline(__always)
  func distance(sum: Double) -> Double { p == 1 ? sum : sum.squareRoot() }

  /// The maximum sum of a distance of at most `distance`. Rounding may map several sums to one
  /// root.
  @inline(__always)
  func maxSum(_ distance: Double) -> Double {
    p == 1 ? distance : (distance * distance * (1 + 0x1p-50)).nextUp
  }
}

// MARK: - Bounds

extension RowDistance {
  /// Lower bounds of the distances of all rows in a box to those in `count` others, which lie
  /// `stride` numbers apart.
  ///
  /// Every term is at most that of any two such rows, rounding included; what another order of
  /// addition may lose is subtracted at the end.
  func minDistances(
    _ box: BoundingBox, to others: BoundingBox, stride: Int, count: Int,
    into minDistances: UnsafeMutablePointer<Double>
  ) {
    libdas_box_distance_bounds(
      p == 1 ? 0 : 1, count, columns, factors.base, box.low, box.high, others.low, others.high,
      stride, minDistances)
    let factor = (p == 1 ? 1 : euclideanRatios.lowerBound) * (1 - rounding)
    for index in 0..<count {
      minDistances[index] =
        (p == 1 ? minDistances[index] : minDistances[index].squareRoot()) * factor
    }
  }

  /// More than the relative rounding error of any sum over the columns, and of the powers.
  var rounding: Double { Double(columns + 16) * 0x1p-50 }
}
