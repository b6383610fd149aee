/// The names of a table's columns as C strings: one block of bytes, and a pointer to each name.
///
/// Names may come from a file, so their memory is bounded: their bytes and a pointer each.
package final class FeatureNames: @unchecked Sendable {
  /// The maximum length of a name, in bytes of UTF-8.
  package static let longest = 65_535

  /// The names in UTF-8, each zero-terminated.
  let bytes: Buffer<UInt8>
  package let pointers: Buffer<UnsafePointer<CChar>?>

  package var count: Int { pointers.count }

  package subscript(index: Int) -> String {
    pointers[index].map { String(cString: $0) } ?? ""
  }

  /// - Parameter what: what the names are of, for messages.
  /// - Throws: `outOfRange` unless the bytes are `count` zero-terminated names in UTF-8.
  init(_ bytes: Buffer<UInt8>, count: Int, of what: String = "feature") throws {
    guard (bytes.count > 0 && bytes[bytes.count - 1] == 0) || count == 0 else {
      throw DASError(.outOfRange, "its \(what) names do not end")
    }
    let found = bytes.elements.count { $0 == 0 }
    guard found == count else {
      throw DASError(.outOfRange, "it has \(found) \(what) names; \(count) are expected")
    }
    guard (try? UTF8Span(validating: UnsafeBufferPointer(bytes.elements).span)) != nil else {
      throw DASError(.outOfRange, "its \(what) names are not UTF-8")
    }
    pointers = try Buffer(repeating: nil, count: count)
    self.bytes = bytes
    try point(what)
  }

  private func point(_ what: String) throws {
    var start = 0
    for index in 0..<count {
      pointers[index] = UnsafePointer(
        UnsafeRawPointer(bytes.base + start).assumingMemoryBound(to: CChar.self))
      let first = start
      while bytes[start] != 0 { start += 1 }
      guard start - first <= Self.longest else {
        throw DASError(
          .outOfRange, "\(what) name \(index) has \(start - first) bytes; at most \(Self.longest)")
      }
      start += 1
    }
  }

  package convenience init(_ names: [String], of what: String = "feature") throws {
    var bytes: [UInt8] = []
    for (index, name) in names.enumerated() {
      guard !name.utf8.contains(0) else {
        throw DASError(.invalidArgument, "\(what) name \(index) holds a NUL character")
      }
      bytes += Array(name.utf8) + [0]
    }
    try self.init(Buffer(bytes), count: names.count, of: what)
  }

  /// - Throws: `shapeMismatch`, which names the first column whose name differs.
  package func check(_ given: FeatureNames, _ what: String) throws {
    guard given.count == count else {
      throw DASError(
        .shapeMismatch, "\(what) has \(given.count) feature names; \(count) are expected")
    }
    for index in 0..<count where given[index] != self[index] {
      let (found, wanted) = (
        ForeignText.quoted(given[index], atMost: 60), ForeignText.quoted(self[index], atMost: 60)
      )
      throw DASError(
        .shapeMismatch,
        "feature \(index) of \(what) is \(found); it was \(wanted) in the fit: names and their "
          + "order must be those of the fit")
    }
  }
}
