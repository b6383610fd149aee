import CKernels

extension BatchedSearch {
  /// So few queries want a block that making its panels would take longer than their distances.
  static let fewQueries = 4

  /// Computes the distances of one query to all rows of a block.
  func measure(_ block: Int, query: Int) {
    let (numbers, size, excluded) = (
      blocks.numbers(block), blocks.size(block), memory.excluded[query]
    )
    let (distance, sums) = (blocks.distance, memory.sums)
    blocks.values.sumDifferences(
      blocks.firstPlace(block), panels: blocks.panels(block), of: distance,
      to: self.query(query), into: sums)
    var list = memory.lists[query]
    var limit = distance.mostSum(list.worst)
    var place = -1
    while true {
      place = libdas_first_at_most(sums, place + 1, size, limit)
      if place >= size { break }
      if numbers[place] == excluded { continue }
      list.offer(numbers[place], distance.distance(sum: sums[place]))
      limit = distance.mostSum(list.worst)
    }
    memory.lists[query] = list
  }
}
