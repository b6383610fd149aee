/// The nearest rows found so far, ascending by distance, ties by row.
struct NeighborList {
  let wanted: Int
  let indices: UnsafeMutablePointer<Int32>
  let distances: UnsafeMutablePointer<Double>
  private(set) var count = 0

  init(
    wanted: Int, indices: UnsafeMutablePointer<Int32>, distances: UnsafeMutablePointer<Double>
  ) {
    (self.wanted, self.indices, self.distances) = (wanted, indices, distances)
  }

  /// The distance that a row must not exceed to be among the nearest.
  @inline(__always)
  var worst: Double { count < wanted ? .infinity : distances[wanted &- 1] }

  /// Whether a leaf can improve the list. A leaf of copies of the query with later rows than those
  /// found cannot; in tables with many duplicates that is most leaves.
  @inline(__always)
  func wants(from minDistance: Double, firstRow: Int32) -> Bool {
    let worst = worst
    return minDistance <= worst && (worst > 0 || firstRow <= indices[wanted &- 1])
  }

  /// Inserts a row if it is among the nearest.
  @inline(__always)
  mutating func offer(_ index: Int32, _ distance: Double) {
    if count == wanted {
      let worst = distances[wanted &- 1]
      guard distance < worst || (distance == worst && index < indices[wanted &- 1]) else { return }
    } else {
      count &+= 1
    }
    var position = count &- 1
    while position > 0,
      distances[position &- 1] > distance
        || (distances[position &- 1] == distance && indices[position &- 1] > index)
    {
      distances[position] = distances[position &- 1]
      indices[position] = indices[position &- 1]
      position &-= 1
    }
    distances[position] = distance
    indices[position] = index
  }
}
