import CKernels

/// Exact neighbour search for a batch of nearby queries, leaf by leaf.
///
/// First come the leaves that contain the queries. Then come those whose boxes are no farther from
/// the bounding box of the batch than the farthest neighbour found, nearest first, until none is
/// left. Within a leaf, lower bounds select the rows whose distance is computed.
struct BatchedSearch {
  /// Enough queries to pay for packing a leaf.
  static let maxQueries = 128
  private static let visited = -1.0

  let leaves: KDTreeLeaves
  private let neighbors: Int
  let memory: BatchedSearchScratch
  private var bounds: DistanceBounds
  private(set) var count = 0
  /// A query whose neighbours are all within this distance is not searched for any further.
  var radius = -1.0

  init(_ leaves: KDTreeLeaves, neighbors: Int, in memory: BatchedSearchScratch) {
    (self.leaves, self.neighbors, self.memory) = (leaves, neighbors, memory)
    bounds = DistanceBounds(leaves, in: memory)
  }

  var isFull: Bool { count == memory.capacity }

  /// The memory of the next query, to be filled before it is added.
  var next: UnsafeMutablePointer<Double> { query(count) }

  func query(_ index: Int) -> UnsafeMutablePointer<Double> {
    memory.queries + index * leaves.columns
  }

  /// - Parameter row: a row of the table to exclude from the query's neighbours, or -1.
  mutating func add(excluding row: Int32) {
    memory.excluded[count] = row
    count += 1
  }

  /// Searches for the added queries, passes each result to `body`, and empties the batch.
  mutating func finish(_ body: (_ query: Int, Neighbors) throws -> Void) rethrows {
    run()
    for query in 0..<count {
      let list = memory.lists[query]
      try body(
        query, Neighbors(count: list.count, indices: list.indices, distances: list.distances))
    }
    count = 0
  }
}

// MARK: - Search

extension BatchedSearch {
  private mutating func run() {
    begin()
    guard neighbors > 0 else { return }
    measureLeaves()
    for index in 0..<count {
      let row = query(index)
      let ownLeaf = leaves.partition.leaf { row[$0] }
      if memory.minDistances[ownLeaf] >= 0 { visit(ownLeaf) }
      memory.minDistances[ownLeaf] = Self.visited
    }
    var queue = candidates()
    while let leaf = queue.pop(), memory.minDistances[leaf] <= worst { visit(leaf) }
  }

  private func begin() {
    for query in 0..<count {
      memory.lists[query] = NeighborList(
        wanted: neighbors, indices: memory.indices + query * neighbors,
        distances: memory.distances + query * neighbors)
    }
  }

  /// The distance beyond which no query has neighbours left to find; -1 where none is searched for.
  private var worst: Double {
    var worst = -1.0
    for query in 0..<count {
      let distance = memory.lists[query].worst
      if distance > radius { worst = max(worst, distance) }
    }
    return worst
  }

  /// Computes the minimum distance of the batch to each leaf.
  private func measureLeaves() {
    let box = BoundingBox(memory.box, columns: leaves.columns)
    box.begin(query(0), columns: leaves.columns)
    for index in 1..<count { box.include(query(index), columns: leaves.columns) }
    leaves.distance.minDistances(
      box, to: leaves.box(0), stride: 2 * leaves.columns, count: leaves.count,
      into: memory.minDistances)
  }

  /// The leaves that may hold a neighbour.
  private func candidates() -> LeafQueue {
    let (worst, minDistances) = (worst, memory.minDistances)
    var count = 0
    for leaf in 0..<leaves.count where minDistances[leaf] >= 0 && minDistances[leaf] <= worst {
      memory.order[count] = Int32(leaf)
      count += 1
    }
    return LeafQueue(memory.order, count: count, distances: minDistances)
  }
}

// MARK: - One block

extension BatchedSearch {
  private mutating func visit(_ leaf: Int) {
    let (rows, firstRow) = (BoundingBox(low: query(0), high: query(0)), leaves.firstRow(leaf))
    leaves.distance.minDistances(
      leaves.box(leaf), to: rows, stride: leaves.columns, count: count, into: memory.norms)
    var wanting = 0
    for index in 0..<count {
      let list = memory.lists[index]
      if list.worst > radius, list.wants(from: memory.norms[index], firstRow: firstRow) {
        memory.active[wanting] = Int32(index)
        wanting += 1
      }
    }
    if wanting == 0 { return }
    if wanting <= Self.smallBatch, leaves.distance.isSum {
      for index in 0..<wanting { measure(leaf, query: Int(memory.active[index])) }
      return
    }
    bounds.enter(leaf)
    for index in 0..<wanting { bounds.set(index, to: query(Int(memory.active[index]))) }
    bounds.fill(wanting)
    for index in 0..<wanting { select(leaf, query: Int(memory.active[index]), index) }
  }

  /// Computes the distances of the rows whose bound does not exceed the last neighbour's distance.
  private func select(_ leaf: Int, query: Int, _ index: Int) {
    let (values, numbers, size) = (bounds.bounds(index), leaves.numbers(leaf), leaves.size(leaf))
    let (x, row, excluded) = (self.query(query), memory.row, memory.excluded[query])
    let firstIndex = leaves.firstIndex(leaf)
    var list = memory.lists[query]
    var limit =
      list.worst < .infinity
      ? bounds.limit(distance: list.worst, query: index)
      : bounds.limit(nearest: neighbors + (excluded < 0 ? 0 : 1), query: index)
    var position = -1
    while true {
      position = libdas_find_first_lt(values, position + 1, size, limit)
      if position >= size { break }
      if numbers[position] == excluded { continue }
      leaves.values.copy(firstIndex &+ position, into: row)
      let before = list.worst
      list.offer(numbers[position], leaves.distance(x, row))
      let worst = list.worst
      if worst < before { limit = min(limit, bounds.limit(distance: worst, query: index)) }
    }
    memory.lists[query] = list
  }
}
