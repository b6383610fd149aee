import DASHeader
import Testing

/// The same numbers in any layout are the same table: fits and scores agree to the last bit.
@Suite struct MatrixLayoutTests {
  private func fitAndScore(_ matrix: das_matrix) throws -> [Double] {
    let session = try Session()
    let X = Table.normal()
    X.matrix = matrix
    return try session.scores(session.detector(on: X), X, by: das_detector_score)
  }

  @Test("column-major, padded, reversed and interleaved tables score as the plain one")
  func strides() throws {
    let X = Table.normal(rows: 40, columns: 3)
    let expected = try fitAndScore(X.matrix)

    let columnMajor = Table(rows: 3, columns: 40) { X[$1, $0] }
    var matrix = X.matrix
    (matrix.data, matrix.row_stride, matrix.column_stride) = (columnMajor.matrix.data, 1, 40)
    #expect(try fitAndScore(matrix) == expected)

    let interleaved = Table(rows: 80, columns: 6) {
      $0 % 2 + $1 % 2 == 0 ? X[$0 / 2, $1 / 2] : .nan
    }
    (matrix.data, matrix.row_stride, matrix.column_stride) = (interleaved.matrix.data, 12, 2)
    #expect(try fitAndScore(matrix) == expected)

    let reversed = Table(rows: 40, columns: 3) { X[39 - $0, 2 - $1] }
    matrix.data = UnsafeRawPointer(reversed.values.baseAddress! + 119)
    (matrix.row_stride, matrix.column_stride) = (-3, -1)
    #expect(try fitAndScore(matrix) == expected)
    withExtendedLifetime((X, columnMajor, interleaved, reversed)) {}
  }

  @Test("float32 scores as its float64 copy")
  func float32() throws {
    let table = Table.normal(rows: 40, columns: 3)
    let single = withExtendedLifetime(table) { table.values.map { Float($0) } }
    let double = Table(rows: 40, columns: 3) { Double(single[$0 * 3 + $1]) }
    var matrix = double.matrix
    matrix.type = Int32(DAS_FLOAT32)
    let scores = try single.withUnsafeBufferPointer {
      matrix.data = UnsafeRawPointer($0.baseAddress)
      return try fitAndScore(matrix)
    }
    #expect(try fitAndScore(double.matrix) == scores)
    withExtendedLifetime(double) {}
  }

  @Test("a stride of 0 repeats a row, and repeated rows score alike")
  func zeroStride() throws {
    let session = try Session()
    let X = Table.normal()
    let detector = try session.detector(on: X)
    let repeated = Table.normal()
    (repeated.matrix.rows, repeated.matrix.row_stride) = (5, 0)
    let scores = try session.scores(detector, repeated, by: das_detector_score)
    #expect(Set(scores).count == 1)
  }
}
