import DASHeader
import Testing

/// Tables as a host may hold them, and tables that are refused. All are given to a fit; every other
/// call takes its tables by the same import.
@Suite struct MatrixImportTests {
  private func fit(_ matrix: das_matrix) throws -> Outcome {
    let (session, settings) = (try Session(), try Session().settings("ecod"))
    var (matrix, detector) = (matrix, das_detector_ref?.none)
    defer { das_detector_free(detector) }
    return session.outcome {
      das_detector_fit($0, settings.reference, &matrix, 1, &detector)
    }
  }

  private func refused(_ bend: (inout das_matrix) -> Void) throws -> Outcome {
    let X = Table.normal()
    bend(&X.matrix)
    return try withExtendedLifetime(X) { try fit(X.matrix) }
  }

  @Test("NULL data, a wrong dtype and a used reserved field are invalid arguments")
  func arguments() throws {
    #expect(try refused { $0.data = nil } == .null("X.data"))
    for type: Int32 in [0, 3, -1, .max] {
      #expect(
        try refused { $0.type = type }
          == .invalidArgument("X.type is \(type); it takes DAS_FLOAT32 (1) or DAS_FLOAT64 (2)"))
    }
    #expect(try refused { $0.reserved = 7 } == .invalidArgument("X.reserved is 7; it must be 0"))
    #expect(
      try refused { $0.data += 4 }
        == .invalidArgument("X.data is not aligned to its 8-byte elements"))
    #expect(
      try refused { ($0.data, $0.type) = ($0.data + 2, Int32(DAS_FLOAT32)) }
        == .invalidArgument("X.data is not aligned to its 4-byte elements"))
  }

  @Test("no rows and no columns are invalid data", arguments: [0, -1, Int64.min])
  func empty(count: Int64) throws {
    #expect(
      try refused { $0.rows = count }
        == .invalidData("X has \(count) rows; at least 1 is needed"))
    #expect(
      try refused { $0.columns = count }
        == .invalidData("X has \(count) columns; at least 1 is needed"))
  }

  @Test("sizes beyond what is countable are out of range, each and as a product")
  func overflowingSizes() throws {
    let limit = Int64(Int32.max) - 1
    for count in [limit + 1, Int64.max] {
      #expect(
        try refused { $0.rows = count }
          == .outOfRange("X has \(count) rows; at most \(limit) are allowed"))
      #expect(
        try refused { $0.columns = count }
          == .outOfRange("X has \(count) columns; at most \(limit) are allowed"))
    }
    #expect(
      try refused { ($0.rows, $0.columns) = (limit, limit) }
        == .outOfRange("X has \(limit) x \(limit) values: the size overflows"))
  }

  @Test("strides that lead out of the address space are out of range")
  func overflowingStrides() throws {
    for stride in [Int64.max, Int64.min, Int64(1) << 55, -(Int64(1) << 55)] {
      #expect(
        try refused { $0.row_stride = stride }
          == .outOfRange("X.row_stride is \(stride): addresses overflow"))
      #expect(
        try refused { $0.column_stride = stride }
          == .outOfRange("X.column_stride is \(stride): addresses overflow"))
    }
  }

  @Test(
    "NaN, infinity and magnitudes above 1e150 are refused with their place",
    arguments: [Double.nan, .infinity, -.infinity, 1.0000001e150, -1e300])
  func values(value: Double) throws {
    let X = Table.normal()
    X[41, 2] = value
    #expect(
      try fit(X.matrix)
        == .invalidData(
          "X[41, 2] is \(value); \(value.allowed)"))
    (X[41, 2], X[0, 0]) = (0, value)
    (X.matrix.row_stride, X.matrix.column_stride) = (1, 60)
    #expect(
      try fit(X.matrix)
        == .invalidData(
          "X[0, 0] is \(value); \(value.allowed)"))
  }

  @Test("NaN and infinity are refused in float32, too", arguments: [Float.nan, .infinity])
  func float32Values(value: Float) throws {
    var values = [Float](repeating: 1, count: 20)
    values[13] = value
    let outcome = try values.withUnsafeBufferPointer {
      try fit(
        das_matrix(
          data: $0.baseAddress, rows: 10, columns: 2, row_stride: 2, column_stride: 1,
          type: Int32(DAS_FLOAT32), reserved: 0, schema: nil))
    }
    #expect(
      outcome
        == .invalidData(
          "X[6, 1] is \(value); \(value.allowed)"))
  }

  @Test("the largest and the smallest magnitudes are allowed")
  func extremes() throws {
    let X = Table.normal()
    (X[0, 0], X[1, 0], X[2, 0], X[3, 1]) = (1e150, -1e150, .leastNonzeroMagnitude, -0.0)
    #expect(try withExtendedLifetime(X) { try fit(X.matrix) } == .ok)
  }
}

extension BinaryFloatingPoint {
  /// What the refusal of a value says, and for NaN how missing values are allowed.
  fileprivate var allowed: String {
    "values must be finite and at most 1e+150 in magnitude"
      + (isNaN ? "; a schema may allow missing values (das_schema_set_missing)" : "")
  }
}
