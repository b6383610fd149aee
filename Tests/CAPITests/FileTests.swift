import DASHeader
import Glibc
import Testing

@Suite struct FileTests {
  private let session: Session
  private let folder: Folder
  private let bytes: [UInt8] = [1, 0, 255]

  init() throws { (session, folder) = (try Session(), try Folder()) }

  private func write(_ path: String, mode: Int32 = 0o666) -> Outcome {
    session.outcome { das_file_write($0, -1, path, bytes, Int64(bytes.count), mode) }
  }

  @Test("what was written is read, as far as it is not too large")
  func roundTrip() throws {
    let path = folder.path + "/file"
    #expect(write(path) == .ok)
    let file = try session.make(das_file_free) { das_file_read($0, -1, path, 3, $1) }
    var size: Int64 = 0
    let start = das_file_bytes(file.reference, &size)
    #expect(Array(UnsafeBufferPointer(start: start, count: Int(size))) == bytes)
    #expect(das_file_bytes(nil, &size) == nil && size == 0)
    var other: das_file_ref?
    #expect(
      session.outcome { das_file_read($0, -1, path, 2, &other) }
        == .badFormat("'\(path)' has more than 2 bytes"))
  }

  @Test("the system's error is that of the last call, if it failed with DAS_ERROR_IO")
  func systemError() {
    #expect(write(folder.path + "/none/file").status == Int(DAS_ERROR_IO))
    #expect(das_context_system_error(session.context) == ENOENT)
    #expect(write(folder.path).status == Int(DAS_ERROR_IO))
    #expect(das_context_system_error(session.context) == EISDIR)
    #expect(write(folder.path, mode: 0o1000).status == Int(DAS_ERROR_OUT_OF_RANGE))
    #expect(das_context_system_error(session.context) == 0)
    #expect(das_context_system_error(nil) == 0)
  }
}
