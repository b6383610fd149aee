import DASHeader
import Testing

@Suite struct VersionTests {
  @Test("the header and the library name the same version")
  func versions() {
    #expect(das_version() == Int32(DAS_VERSION))
    #expect(String(cString: das_version_string()) == DAS_VERSION_STRING)
  }

  @Test("a status has the name that the header gives it")
  func names() {
    let names: [Int: String] = [
      DAS_OK: "DAS_OK", DAS_ERROR_INVALID_ARGUMENT: "DAS_ERROR_INVALID_ARGUMENT",
      DAS_ERROR_INVALID_DATA: "DAS_ERROR_INVALID_DATA",
      DAS_ERROR_SHAPE_MISMATCH: "DAS_ERROR_SHAPE_MISMATCH",
      DAS_ERROR_UNKNOWN_NAME: "DAS_ERROR_UNKNOWN_NAME",
      DAS_ERROR_OUT_OF_RANGE: "DAS_ERROR_OUT_OF_RANGE",
      DAS_ERROR_OUT_OF_MEMORY: "DAS_ERROR_OUT_OF_MEMORY",
      DAS_ERROR_CANCELLED: "DAS_ERROR_CANCELLED",
      DAS_ERROR_CALLBACK_FAILED: "DAS_ERROR_CALLBACK_FAILED",
      DAS_ERROR_BAD_FORMAT: "DAS_ERROR_BAD_FORMAT",
      DAS_ERROR_NEWER_VERSION: "DAS_ERROR_NEWER_VERSION", DAS_ERROR_IO: "DAS_ERROR_IO",
      DAS_ERROR_UNSUPPORTED: "DAS_ERROR_UNSUPPORTED",
      DAS_ERROR_NUMERICAL_FAILURE: "DAS_ERROR_NUMERICAL_FAILURE",
      DAS_ERROR_INTERNAL: "DAS_ERROR_INTERNAL",
    ]
    for (status, name) in names {
      #expect(String(cString: das_status_name(das_status(status))) == name)
    }
  }

  @Test("a number that is no status has a name, too", arguments: [-1, 15, Int32.max, Int32.min])
  func unknown(status: Int32) {
    #expect(String(cString: das_status_name(status)) == "DAS_ERROR_UNKNOWN")
  }
}
