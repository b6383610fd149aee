import DASHeader
import Glibc
import Testing

extension Session {
  /// The file image of a fitted object by its own writing function, had by the two-call idiom.
  func image(
    of object: Owned,
    by write: (
      das_context_ref?, OpaquePointer?, UnsafeMutablePointer<UInt8>?, Int64,
      UnsafeMutablePointer<Int64>?
    ) -> das_status = das_model_write
  ) throws -> [UInt8] {
    var size: Int64 = 0
    try run { write($0, object.reference, nil, 0, &size) }
    var image = [UInt8](repeating: 0, count: Int(size))
    try run { write($0, object.reference, &image, size, &size) }
    return image
  }

  /// The text that a call writes by the two-call idiom: its size, ending zero included, and then
  /// itself.
  func text(
    _ write: (das_context_ref, UnsafeMutablePointer<CChar>?, Int64, inout Int64) -> das_status
  ) throws -> String {
    var size: Int64 = 0
    try run { write($0, nil, 0, &size) }
    var text = [CChar](repeating: 1, count: Int(size) + 1)
    try run { write($0, &text, size, &size) }
    #expect(text.firstIndex { $0 == 0 } == Int(size) - 1, "the size counts the ending zero, once")
    #expect(text[Int(size)] == 1, "nothing is written past it")
    #expect(outcome { write($0, &text, size - 1, &size) }.status != Int(DAS_OK))
    return String(decoding: text[..<Int(size - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func read(_ image: [UInt8]) throws -> Owned {
    try make(das_model_free) { das_model_read($0, image, Int64(image.count), $1) }
  }
}

/// A new folder that is removed with all it holds.
final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/das-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw UnexpectedOutcome(outcome: .failed(Int(DAS_ERROR_IO), "mkdtemp"))
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in (try? names()) ?? [] { unlink(path + "/" + name) }
    rmdir(path)
  }

  func names() throws -> [String] {
    guard let folder = opendir(path) else {
      throw UnexpectedOutcome(outcome: .failed(Int(DAS_ERROR_IO), "opendir"))
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
