import Testing

@testable import DASCore

@Suite struct FoldsTests {
  private func numbered(_ rows: Int) throws -> Matrix {
    try Matrix((0..<rows).map { [Double($0), -Double($0)] })
  }

  /// Every row is held out once, folds differ in size by at most one, both sides ascend.
  @Test(arguments: [(2, 2), (7, 3), (100, 5), (11, 11)])
  func everyRowIsHeldOutOnce(rows: Int, count: Int) throws {
    let X = try numbered(rows)
    let folds = try Folds(rows: rows, count: count, seed: 1)
    var heldOut: [Int] = []
    for fold in 0..<count {
      let split = try folds.split(X.view, at: fold)
      let numbers = split.heldOutRows.array.map(Int.init)
      let kept = (0..<split.kept.rows).map { Int(split.kept[$0, 0]) }
      #expect(numbers == (0..<split.heldOut.rows).map { Int(split.heldOut[$0, 0]) })
      #expect((rows / count...(rows + count - 1) / count).contains(numbers.count))
      #expect(kept == kept.sorted() && numbers == numbers.sorted())
      #expect(Set(kept + numbers) == Set(0..<rows) && kept.count + numbers.count == rows)
      heldOut += numbers
    }
    #expect(heldOut.sorted() == Array(0..<rows))
  }

  /// Dealt at random: neighbours in order are as often together as other rows, and seeds differ.
  @Test func areRandom() throws {
    let X = try numbered(1_000)
    let first = try Folds(rows: 1_000, count: 5, seed: 1).split(X.view, at: 0).heldOutRows.array
    let second = try Folds(rows: 1_000, count: 5, seed: 2).split(X.view, at: 0).heldOutRows.array
    #expect(first != second)
    let neighbours = zip(first, first.dropFirst()).count { $1 - $0 == 1 }
    #expect(abs(neighbours - 40) < 25)
  }

  @Test(arguments: [(1, 2), (5, 1), (5, 6), (5, -1)])
  func countsThatCannotBeAreErrors(rows: Int, count: Int) {
    #expect(thrownCode { try Folds(rows: rows, count: count, seed: 0) } == .outOfRange)
  }

  @Test func withoutASeedRowsAreDealtCyclically() throws {
    let X = try Matrix(rows: 11, columns: 1)
    X.storage.elements.update(repeating: 0)
    let folds = try Folds(rows: 11, count: 3)
    for fold in 0..<3 {
      let heldOut = try folds.split(X.view, at: fold).heldOutRows.array
      #expect(heldOut == Array(stride(from: Int32(fold), to: 11, by: 3)))
    }
  }
}
