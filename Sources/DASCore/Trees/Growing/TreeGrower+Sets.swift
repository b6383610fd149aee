import CKernels

/// A large node has its rows, those of the sample and those outside, as the bits of one set.
///
/// A split of it compares 64 bins at once, and lists the rows of its lighter child only, behind the
/// places of the heavier one. These stay free while that is in the set. Where splits cut off small ends
/// few rows are ever moved.
extension TreeGrower {
  /// From this size on the words of a set take less time than the rows of a list. Nodes of fewer
  /// than 257 rows are read row by row for a cut, and so are listed.
  private func isLarge(_ node: Node) -> Bool {
    node.rows >= max(table.words, Self.smallRandomNode + 1)
  }

  func enterRootSet() {
    let (set, sampled, unseen) = (space.nodeSet.base, space.sampledSet.base, space.unseenSet.base)
    for word in 0..<table.words { set[word] = sampled[word] | unseen[word] }
    space.line.forget()
  }

  /// Makes a set of the lists of a large node.
  func enterSet(_ node: inout Node) {
    guard !node.isSet, isLarge(node) else { return }
    space.nodeSet.base.update(repeating: 0, count: table.words)
    insert(space.sample, node.first, node.end)
    insert(space.unseen, node.unseenFirst, node.unseenEnd)
    node.isSet = true
    space.line.forget()
  }

  private func insert(_ list: Buffer<UInt32>, _ first: Int32, _ end: Int32) {
    let (rows, set) = (list.base, space.nodeSet.base)
    for place in Int(first)..<Int(end) {
      let row = rows[place]
      set[Int(row &>> 6)] |= 1 &<< UInt64(row & 63)
    }
  }

  /// Lists the set of a node that is not large any more.
  func leaveSmallSet(_ node: inout Node) {
    if node.isSet, !isLarge(node) { leaveSet(&node) }
  }

  func leaveSet(_ node: inout Node) {
    let (sample, unseen) = (space.sample.base, space.unseen.base)
    let (first, unseenFirst) = (Int(node.first), Int(node.unseenFirst))
    let words = table.words
    list(nil, space.nodeSet, words, among: space.sampledSet) { _ in sample + first }
    let count = list(nil, space.nodeSet, words, among: space.unseenSet) { _ in unseen + unseenFirst
    }
    node.unseenEnd = node.unseenFirst &+ count
    node.isSet = false
  }

  /// Takes the lighter child from the set and lists it.
  func partSet(of node: Node, _ split: Split, into children: inout Children) {
    let bins = table.bins(of: split.feature, forRows: table.rows).base
    let (leaving, places) = (space.leaving, space.leavingPlaces)
    let words = libdas_part_rows(
      space.nodeSet.base, table.words, bins, UInt8(truncatingIfNeeded: split.cut.bin),
      children.heavyIsLeft ? 1 : 0, leaving.base, places.base)
    let (end, unseenEnd) = (
      space.sample.base + Int(node.end), space.unseen.base + Int(node.unseenEnd)
    )
    let count = list(places, leaving, words, among: space.sampledSet) { end - $0 }
    let unseenCount = list(places, leaving, words, among: space.unseenSet) { unseenEnd - $0 }
    children.part(at: node.end &- count, unseen: node.unseenEnd &- unseenCount)
    children.light.isSet = false
  }

  /// Lists some words of a set in the place for so many rows; returns how many they are.
  @discardableResult
  private func list(
    _ places: Buffer<Int32>?, _ set: Buffer<UInt64>, _ words: Int, among others: Buffer<UInt64>,
    at place: (_ count: Int) -> UnsafeMutablePointer<UInt32>
  ) -> Int32 {
    let count = libdas_list_rows(
      set.base, places?.base, words, others.base, space.spare.base)
    place(count).update(from: space.spare.base, count: count)
    return Int32(truncatingIfNeeded: count)
  }
}
