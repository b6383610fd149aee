import DASHeader
import Testing

@Suite struct ContextTests {
  @Test("a context is made with no message, and freeing NULL is fine")
  func create() throws {
    let session = try Session()
    #expect(String(cString: das_context_message(session.context)) == "")
    #expect(String(cString: das_context_message(nil)) == "")
    das_context_free(nil)
    das_context_cancel(nil)
  }

  @Test("NULL where a context has to be is an error, also without a context for the message")
  func null() {
    #expect(das_context_create(nil) == DAS_ERROR_INVALID_ARGUMENT)
    #expect(das_context_set_threads(nil, 1) == DAS_ERROR_INVALID_ARGUMENT)
    #expect(das_context_set_log(nil, nil, nil) == DAS_ERROR_INVALID_ARGUMENT)
    #expect(das_context_set_progress(nil, nil, nil) == DAS_ERROR_INVALID_ARGUMENT)
  }

  @Test("threads outside 0 ... 1024 are refused", arguments: [-1, 1025, Int32.min, Int32.max])
  func threadsOutOfRange(threads: Int32) throws {
    #expect(
      try Session().outcome { das_context_set_threads($0, threads) }
        == .outOfRange("threads is \(threads); it takes an integer in 0 ... 1024"))
  }

  @Test("threads within the range are accepted, 0 for all", arguments: [0, 1, 2, 1024])
  func threads(threads: Int32) throws {
    #expect(try Session().outcome { das_context_set_threads($0, threads) } == .ok)
  }

  @Test("a success clears the message of the failure before it")
  func messageCleared() throws {
    let session = try Session()
    _ = session.outcome { das_context_set_threads($0, -1) }
    #expect(session.outcome { das_context_set_threads($0, 1) } == .ok)
  }

  @Test("every call works without a context")
  func withoutContext() {
    var settings: das_settings_ref?
    #expect(das_settings_create(nil, "ecod", &settings) == DAS_OK)
    #expect(das_settings_create(nil, "nothing", &settings) == DAS_ERROR_UNKNOWN_NAME)
    das_settings_free(settings)
  }
}
