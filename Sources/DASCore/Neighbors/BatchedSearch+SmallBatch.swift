import CKernels

extension BatchedSearch {
  /// The number of queries up to which packing a leaf would take longer than computing their
  /// distances.
  static var smallBatch: Int {
    #if WITHOUT_DISTANCE_BOUNDS
      .max
    #else
      4
    #endif
  }

  /// Computes the distances of one query to all rows of a leaf.
  func measure(_ leaf: Int, query: Int) {
    let (numbers, size, excluded) = (
      leaves.numbers(leaf), leaves.size(leaf), memory.excluded[query]
    )
    let (distance, sums) = (leaves.distance, memory.sums)
    leaves.values.sumDifferences(
      leaves.firstIndex(leaf), panels: leaves.panels(leaf), of: distance,
      to: self.query(query), into: sums)
    var list = memory.lists[query]
    var limit = distance.maxSum(list.worst)
    var index = -1
    while true {
      index = libdas_find_first_le(sums, index + 1, size, limit)
      if index >= size { break }
      if numbers[index] == excluded { continue }
      list.offer(numbers[index], distance.distance(sum: sums[index]))
      limit = distance.maxSum(list.worst)
    }
    memory.lists[query] = list
  }
}
