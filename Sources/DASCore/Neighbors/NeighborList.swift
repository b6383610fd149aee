/// The nearest rows found so far: in ascending order of distance, of equal ones the first row first.
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

  /// What a row must not exceed to be among the nearest.
  @inline(__always)
  var worst: Double { count < wanted ? .infinity : distances[wanted &- 1] }

  /// Whether a block is worth a look: one that holds nothing but copies of the query, and later ones than
  /// those found, is not. Of tables with many equal rows that is most.
  @inline(__always)
  func wants(from least: Double, firstRow: Int32) -> Bool {
    let worst = worst
    return least <= worst && (worst > 0 || firstRow <= indices[wanted &- 1])
  }

  /// Puts a row in its place, if it has one.
  @inline(__always)
  mutating func offer(_ index: Int32, _ distance: Double) {
    if count == wanted {
      let worst = distances[wanted &- 1]
      guard distance < worst || (distance == worst && index < indices[wanted &- 1]) else { return }
    } else {
      count &+= 1
    }
    var place = count &- 1
    while place > 0,
      distances[place &- 1] > distance
        || (distances[place &- 1] == distance && indices[place &- 1] > index)
    {
      distances[place] = distances[place &- 1]
      indices[place] = indices[place &- 1]
      place &-= 1
    }
    distances[place] = distance
    indices[place] = index
  }
}
