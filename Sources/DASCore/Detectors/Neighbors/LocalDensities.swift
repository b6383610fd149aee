/// The k-distance and the local reachability density of each training row.
struct LocalDensities: Sendable {
  let kDistances: Buffer<Double>
  let densities: Buffer<Double>

  /// What bounds the density of rows that are all the same.
  static let leastReach = 1e-10

  /// lrd(x), by the neighbours of x.
  func density(_ nearest: Neighbors) -> Double {
    var sum = 0.0
    for place in 0..<nearest.count {
      sum += max(kDistances.base[Int(nearest.indices[place])], nearest.distances[place])
    }
    return 1 / (sum / Double(max(nearest.count, 1)) + Self.leastReach)
  }

  /// The mean of lrd(o) / lrd(x); 1 where there is no neighbour.
  func factor(of density: Double, _ nearest: Neighbors) -> Double {
    guard nearest.count > 0 else { return 1 }
    var sum = 0.0
    for place in 0..<nearest.count {
      sum += densities.base[Int(nearest.indices[place])] / density
    }
    return sum / Double(nearest.count)
  }
}
