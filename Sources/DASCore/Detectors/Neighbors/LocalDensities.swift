/// The k-distance and the local reachability density of each training row.
struct LocalDensities: Sendable {
  let kDistances: Buffer<Double>
  let densities: Buffer<Double>

  /// Added to mean reach distances, to bound the density of duplicates.
  static let minReach = 1e-10

  /// lrd(x), from the neighbours of x.
  func density(_ nearest: Neighbors) -> Double {
    var sum = 0.0
    for index in 0..<nearest.count {
      sum += max(kDistances.base[Int(nearest.indices[index])], nearest.distances[index])
    }
    return 1 / (sum / Double(max(nearest.count, 1)) + Self.minReach)
  }

  /// The mean of lrd(o) / lrd(x); 1 if there is no neighbour.
  func factor(of density: Double, _ nearest: Neighbors) -> Double {
    guard nearest.count > 0 else { return 1 }
    var sum = 0.0
    for index in 0..<nearest.count {
      sum += densities.base[Int(nearest.indices[index])] / density
    }
    return sum / Double(nearest.count)
  }
}
