internal import CDAS
internal import DASCore
internal import Glibc

/// C strings that live as long as the process: made once, never freed, never changed.
enum StaticText {
  nonisolated(unsafe) static let version = make(Version.text)
  nonisolated(unsafe) static let unknownStatus = make("DAS_ERROR_UNKNOWN")
  nonisolated(unsafe) static let empty = UnsafeRawPointer(("" as StaticString).utf8Start)
    .assumingMemoryBound(to: CChar.self)

  nonisolated(unsafe) static let statusNames: [Int: UnsafePointer<CChar>] = {
    var names = [0: make("DAS_OK")]
    for code in DASError.Code.allCases {
      names[Int(code.rawValue)] = make("DAS_ERROR_" + snakeCase("\(code)"))
    }
    return names
  }()

  static func make(_ text: String) -> UnsafePointer<CChar> {
    // Where not even these few bytes can be had, an empty text is better than none.
    strdup(text).map { UnsafePointer($0) } ?? empty
  }

  /// outOfRange -> OUT_OF_RANGE
  private static func snakeCase(_ name: String) -> String {
    var result = ""
    for letter in name {
      if letter.isUppercase { result += "_" }
      result += letter.uppercased()
    }
    return result
  }
}
