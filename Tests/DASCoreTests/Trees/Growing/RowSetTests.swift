import CKernels
import Testing

@testable import DASCore

@Suite struct RowSetTests {
  private let words = 5
  private var rows: Range<Int> { 0..<words * 64 }

  private func isIn(_ set: [UInt64], _ row: Int) -> Bool {
    set[row / 64] >> UInt64(row % 64) & 1 == 1
  }

  /// Empty, full and random words.
  private func randomSet(_ stream: inout RandomStream) -> [UInt64] {
    (0..<words).map { _ in [0, .max, 1 << 63, stream.next(), stream.next()][stream.below(5)] }
  }

  @Test func drawnRowsAreThoseWithDraws() {
    var stream = RandomStream(seed: 1, purpose: .test)
    let draws = rows.map { _ in UInt16([0, 0, 1, 255, 256, 65_535][stream.below(6)]) }
    var set = [UInt64](repeating: 7, count: words)
    libdas_drawn_rows(draws, words, &set)
    #expect(rows.allSatisfy { isIn(set, $0) == (draws[$0] > 0) })
  }

  /// Rows on one side stay, the others leave, in words that each hold some; lists are those of a filter.
  @Test(arguments: [0, 1] as [Int32]) func partsAndListsEqualFilters(_ keepsLeft: Int32) {
    var stream = RandomStream(seed: 2, purpose: .test)
    for cut in [0, 1, 127, 128, 200, 255] as [UInt8] {
      let bins = rows.map { _ in UInt8(stream.below(3) == 0 ? Int(cut) : stream.below(256)) }
      let (before, among) = (randomSet(&stream), randomSet(&stream))
      var set = before
      var leaving = [UInt64](repeating: 0, count: words)
      var places = [Int32](repeating: 0, count: words)
      let count = libdas_part_rows(&set, words, bins, cut, keepsLeft, &leaving, &places)
      let stays = { (row: Int) in (bins[row] <= cut) == (keepsLeft == 1) }
      #expect(rows.allSatisfy { isIn(set, $0) == (isIn(before, $0) && stays($0)) })
      #expect(leaving.prefix(count).allSatisfy { $0 != 0 })
      var list = [UInt32](repeating: 0, count: words * 64 + 4)
      var size = libdas_list_rows(leaving, places, count, among, &list)
      let left = rows.filter { isIn(before, $0) && !stays($0) && isIn(among, $0) }
      #expect(list.prefix(size).map(Int.init) == left)
      size = libdas_list_rows(before, nil, words, among, &list)
      let both = rows.filter { isIn(before, $0) && isIn(among, $0) }
      #expect(list.prefix(size).map(Int.init) == both)
    }
  }
}
