import CKernels
import Glibc

/// The distance of two rows, Minkowski's of order p with a factor f_j for each column j:
///
///     d(x, y) = (sum_j (f_j |x_j - y_j|)^p)^(1/p),   p >= 1
///
/// p = 1 is Manhattan's, p = 2 Euclid's. The factors standardise columns without a copy of the rows;
/// they are 1 where rows are taken as they are. This is the one formula that every search ends in.
///
/// Differences come first: rows far from the origin lose no digits, and a row is at distance 0 from
/// its copy. Orders other than 1 and 2 divide by the greatest term, so that no power overflows.
struct RowDistance: Sendable {
  let p: Double
  let factors: Buffer<Double>
  /// The least and the greatest ratio of this distance to Euclid's: |z|_p lies between |z|_2 and
  /// d^(1/p - 1/2) |z|_2 for d columns.
  let euclideanRatios: ClosedRange<Double>

  init(p: Double, factors: Buffer<Double>) {
    (self.p, self.factors) = (p, factors)
    let ratio = p == 2 ? 1 : pow(Double(max(factors.count, 1)), 1 / p - 0.5)
    euclideanRatios = min(ratio, 1)...max(ratio, 1)
  }

  /// Between rows as they are.
  init(p: Double = 2, columns: Int) throws {
    self.init(p: p, factors: try Buffer(repeating: 1, count: columns))
  }

  var columns: Int { factors.count }

  /// Manhattan's distance for p = 1, else Euclid's: what bounds are made of.
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

  /// The distance that is made of a sum.
  @inline(__always)
  func distance(sum: Double) -> Double { p == 1 ? sum : sum.squareRoot() }

  /// What no sum of a distance of at most `distance` exceeds: rounding may take a few to one root.
  @inline(__always)
  func mostSum(_ distance: Double) -> Double {
    p == 1 ? distance : (distance * distance * (1 + 0x1p-50)).nextUp
  }
}

// MARK: - Bounds

extension RowDistance {
  /// What the distances of all rows in a box to those in `count` others are not below; the others lie
  /// `stride` numbers apart.
  ///
  /// Every term is at most that of any two such rows, rounding included; what terms lose when they are
  /// added in another order is taken off at the end.
  func leastDistances(
    _ box: BoundingBox, to others: BoundingBox, stride: Int, count: Int,
    into least: UnsafeMutablePointer<Double>
  ) {
    libdas_box_gaps(
      p == 1 ? 0 : 1, count, columns, factors.base, box.low, box.high, others.low, others.high,
      stride, least)
    let share = (p == 1 ? 1 : euclideanRatios.lowerBound) * (1 - rounding)
    for place in 0..<count {
      least[place] = (p == 1 ? least[place] : least[place].squareRoot()) * share
    }
  }

  /// More than the relative rounding error of any sum over the columns, and of the powers.
  var rounding: Double { Double(columns + 16) * 0x1p-50 }
}
